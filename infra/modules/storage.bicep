// What an app's host needs: its package, locks and keys. No data of users.

import { resourceNames } from 'names.bicep'

@allowed(['scim', 'manage'])
param role string
param names resourceNames
param location string
param tags { *: string }
param zoneRedundant bool
param publicAccess bool

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = { name: names.workspace }

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: names[role].storage
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: { defaultAction: publicAccess ? 'Allow' : 'Deny', bypass: 'None' }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: { deleteRetentionPolicy: { enabled: true, days: 7 } }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: 'packages'
  properties: { publicAccess: 'None' }
}

// The newest version without 'preview' takes no categories of logs by resource.
#disable-next-line use-recent-api-versions
resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'diagnostics'
  scope: blobs
  properties: {
    workspaceId: workspace.id
    // Not reads and writes: the host renews its locks all day long.
    logs: [{ category: 'StorageDelete', enabled: true }]
  }
}
