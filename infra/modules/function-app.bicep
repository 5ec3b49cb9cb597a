// One half of the app, on a Flex Consumption plan of its own (such a plan holds one app).

import { resourceNames } from 'names.bicep'

@allowed(['scim', 'manage'])
@description('Which functions of the package register.')
param role string
param names resourceNames
param location string
param tags { *: string }
param nodeVersion string
param instanceMemory int
param maximumInstances int
param alwaysReady int
param zoneRedundant bool
@description('Outgoing connections take the virtual network.')
param privateNetwork bool
param publicAccess bool = true
@description('Service tag that alone may call; empty: everybody.')
param onlyServiceTag string = ''
param customDomain string = ''
@description('Origin of the Base URLs; empty: that of this app.')
param publicBaseUrl string = ''
@description('Settings of this half alone.')
param settings { *: string } = {}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: names[role].identity
}
resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: names[role].storage }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: names.insights }
resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: names.cosmos }
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: names.vault }

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: names[role].plan
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: names[role].app
  location: location
  tags: union(tags, { 'azd-service-name': role })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    virtualNetworkSubnetId: privateNetwork
      ? resourceId('Microsoft.Network/virtualNetworks/subnets', names.network, role)
      : null
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}packages'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: alwaysReady }]
      }
    }
    siteConfig: {
      // Not 1.3: the provisioning service of Entra ID speaks TLS 1.2 and nothing newer.
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      cors: { allowedOrigins: [] }
      ipSecurityRestrictionsDefaultAction: empty(onlyServiceTag) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(onlyServiceTag)
        ? []
        : [{ name: 'clients', tag: 'ServiceTag', ipAddress: onlyServiceTag, action: 'Allow', priority: 100 }]
      // Packages come from where this runs; deployment has its own sign-in.
      scmIpSecurityRestrictionsUseMain: false
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

var ownUrl = 'https://${empty(customDomain) ? app.properties.defaultHostName : customDomain}'
var baseUrl = empty(publicBaseUrl) ? ownUrl : publicBaseUrl

// Apart from the app, because the app's host name is known only when it is there.
resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, {
    APP_ROLE: role
    STORE: 'cosmos'
    COSMOS_ENDPOINT: cosmos.properties.documentEndpoint
    COSMOS_DATABASE: names.database
    KEY_VAULT_URL: vault.properties.vaultUri
    PUBLIC_BASE_URL: baseUrl
    AZURE_CLIENT_ID: identity.properties.clientId
    AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsStorage__credential: 'managedidentity'
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
  })
}

output id string = app.id
output defaultHost string = app.properties.defaultHostName
output defaultUrl string = 'https://${app.properties.defaultHostName}'
output publicBaseUrl string = baseUrl
output domainVerificationId string = app.properties.customDomainVerificationId
