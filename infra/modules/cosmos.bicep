// The data: one database, and the containers that the app describes.

import { resourceNames } from 'names.bicep'

param names resourceNames
param location string
param tags { *: string }
param autoscaleThroughput int
param consistency string
param backup string
param zoneRedundant bool
param publicAccess bool
param deletionLock bool

var containers = loadJsonContent('../../shared/storage/cosmos/containers.json')
var serverless = autoscaleThroughput == 0

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = { name: names.workspace }

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: names.cosmos
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    capabilities: serverless ? [{ name: 'EnableServerless' }] : []
    consistencyPolicy: consistency == 'BoundedStaleness'
      ? { defaultConsistencyLevel: 'BoundedStaleness', maxStalenessPrefix: 10, maxIntervalInSeconds: 5 }
      : { defaultConsistencyLevel: consistency }
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: backup } }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAclBypass: 'None'
    enableAutomaticFailover: false
    enableMultipleWriteLocations: false
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: names.database
  properties: {
    resource: { id: names.database }
    options: serverless ? {} : { autoscaleSettings: { maxThroughput: autoscaleThroughput } }
  }
}

resource container 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = [
  for entry in items(containers): {
    parent: database
    name: entry.key
    properties: {
      resource: {
        id: entry.key
        partitionKey: { kind: 'Hash', ...entry.value.partitionKey }
        defaultTtl: entry.value.defaultTtl
        indexingPolicy: entry.value.indexingPolicy
      }
    }
  }
]

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (deletionLock) {
  name: 'data'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'Users, groups and accounts of the customer. infra/remove.sh removes it.'
  }
}

// The newest version without 'preview' takes no categories of logs by resource.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'diagnostics'
  scope: account
  properties: {
    workspaceId: workspace.id
    // Not DataPlaneRequests: they hold the ids of people.
    logs: [{ category: 'ControlPlaneRequests', enabled: true }]
    metrics: [{ category: 'Requests', enabled: true }]
  }
}
