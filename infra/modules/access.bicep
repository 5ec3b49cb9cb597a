// Who may do what. The table in docs/security.md lists exactly these, and a test compares the two.

import { resourceNames } from 'names.bicep'

param names resourceNames

// Built-in roles.
var roles = {
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
}
var cosmosRoles = {
  reader: '00000000-0000-0000-0000-000000000001'
  contributor: '00000000-0000-0000-0000-000000000002'
}

var dataAccess = [
  { app: 'scim', container: 'resources', role: cosmosRoles.contributor }
  { app: 'scim', container: 'accounts', role: cosmosRoles.reader }
  { app: 'scim', container: 'activity', role: cosmosRoles.contributor }
  { app: 'manage', container: 'resources', role: cosmosRoles.contributor }
  { app: 'manage', container: 'accounts', role: cosmosRoles.contributor }
  { app: 'manage', container: 'activity', role: cosmosRoles.contributor }
]

resource scim 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: names.scim.identity
}
resource manage 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: names.manage.identity
}
resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: names.cosmos }
resource secrets 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: names.vault }
resource storageOfScim 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: names.scim.storage }
resource storageOfManage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: names.manage.storage
}
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: names.insights }

@batchSize(1)
resource data 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = [
  for entry in dataAccess: {
    parent: cosmos
    name: guid(cosmos.id, entry.app, entry.container, entry.role)
    properties: {
      principalId: entry.app == 'scim' ? scim.properties.principalId : manage.properties.principalId
      roleDefinitionId: '${cosmos.id}/sqlRoleDefinitions/${entry.role}'
      scope: '${cosmos.id}/dbs/${names.database}/colls/${entry.container}'
    }
  }
]

resource scimReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secrets.id, scim.id, roles.keyVaultSecretsUser)
  scope: secrets
  properties: {
    principalId: scim.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.keyVaultSecretsUser
    )
  }
}

resource manageWritesSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(secrets.id, manage.id, roles.keyVaultSecretsOfficer)
  scope: secrets
  properties: {
    principalId: manage.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.keyVaultSecretsOfficer
    )
  }
}

resource scimOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storageOfScim.id, scim.id, roles.storageBlobDataOwner)
  scope: storageOfScim
  properties: {
    principalId: scim.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageBlobDataOwner
    )
  }
}

resource manageOwnsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storageOfManage.id, manage.id, roles.storageBlobDataOwner)
  scope: storageOfManage
  properties: {
    principalId: manage.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageBlobDataOwner
    )
  }
}

resource scimPublishesMetrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, scim.id, roles.monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: scim.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
  }
}

resource managePublishesMetrics 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, manage.id, roles.monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: manage.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
  }
}
