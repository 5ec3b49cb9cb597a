// Private mode: where the apps reach the data, the vault and their storage.

import { resourceNames, zonesOf } from 'names.bicep'

param names resourceNames
param location string
param tags { *: string }

var zones = zonesOf(environment().suffixes.storage)

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: names.cosmos }
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: names.vault }
resource scimStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = { name: names.scim.storage }
resource manageStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: names.manage.storage
}

module toCosmos 'private-endpoint.bicep' = {
  params: {
    names: names
    key: 'cosmos'
    location: location
    tags: tags
    targetId: cosmos.id
    group: 'Sql'
    zone: zones.cosmos
  }
}

module toVault 'private-endpoint.bicep' = {
  params: {
    names: names
    key: 'vault'
    location: location
    tags: tags
    targetId: vault.id
    group: 'vault'
    zone: zones.vault
  }
}

module toScimStorage 'private-endpoint.bicep' = {
  params: {
    names: names
    key: 'scim-blob'
    location: location
    tags: tags
    targetId: scimStorage.id
    group: 'blob'
    zone: zones.blob
  }
}

module toManageStorage 'private-endpoint.bicep' = {
  params: {
    names: names
    key: 'manage-blob'
    location: location
    tags: tags
    targetId: manageStorage.id
    group: 'blob'
    zone: zones.blob
  }
}
