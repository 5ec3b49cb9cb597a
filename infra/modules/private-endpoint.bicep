// One resource, reachable inside the network under its public name.

import { resourceNames } from 'names.bicep'

param names resourceNames
@description('What is reached, such as vault.')
param key string
param location string
param tags { *: string }
param targetId string
@description('Sub-resource of the target that is reached, such as vault.')
param group string
@description('Name of the private DNS zone.')
param zone string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: 'pe-${key}-${names.tail}'
  location: location
  tags: tags
  properties: {
    subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', names.network, 'endpoints') }
    privateLinkServiceConnections: [
      { name: key, properties: { privateLinkServiceId: targetId, groupIds: [group] } }
    ]
  }

  resource record 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: group
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zone) }
        }
      ]
    }
  }
}
