// Private mode: one virtual network, a subnet for each app, one for the private endpoints.

import { resourceNames, zonesOf } from 'names.bicep'

param names resourceNames
param location string
param tags { *: string }
param addressSpace string

// Nobody calls into these subnets from outside the network; the default rules of a security group say so.
resource security 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: names.securityGroup
  location: location
  tags: tags
  properties: { securityRules: [] }
}

// Flex Consumption apps run in Azure Container Apps environments.
var delegation = [{ name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }]

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: names.network
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressSpace] }
    subnets: [
      {
        name: 'scim'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 26, 0)
          delegations: delegation
          networkSecurityGroup: { id: security.id }
        }
      }
      {
        name: 'manage'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 26, 1)
          delegations: delegation
          networkSecurityGroup: { id: security.id }
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 26, 2)
          networkSecurityGroup: { id: security.id }
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}

// Where the network finds the private endpoints under their public names.
var zones = zonesOf(environment().suffixes.storage)

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for entry in items(zones): { name: entry.value, location: 'global', tags: tags }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (entry, at) in items(zones): {
    parent: zone[at]
    name: 'network'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]
