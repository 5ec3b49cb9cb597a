targetScope = 'resourceGroup'

import { namesOf, zonesOf } from 'modules/names.bicep'

metadata name = 'Kissflow SCIM'
metadata description = 'The SCIM 2.0 endpoint and its manage API for one customer, in one resource group.'

// Who and where.

@description('Short name of the customer, part of every resource name: lower-case letters and digits, a letter first.')
@minLength(2)
@maxLength(20)
param customer string

@description('Azure region of everything but the endpoints of Entra ID and the workbook.')
param location string = resourceGroup().location

@description('Tags of every resource, beside `application` and `customer`.')
param tags { *: string } = {}

// Who may administer: the app registration that infra/deploy.sh makes.

@description('Client id of the app registration whose tokens the manage API takes. Empty: nobody may call it yet.')
param manageClientId string = ''

@description('Directory of that app registration.')
param manageTenantId string = tenant().tenantId

// Limits.

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemory int = 2048

@description('Most instances of the SCIM app. The platform allows no less than 40.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances of the SCIM app that never sleep. 0: the first request of a cycle waits for a cold start.')
@minValue(0)
@maxValue(20)
param alwaysReady int = 0

@description('0: serverless. Otherwise the autoscale maximum of the database in RU/s, in steps of 1,000. From 0 to another number, or back, there is no way later.')
@minValue(0)
@maxValue(1000000)
param autoscaleThroughput int = 0

@description('Consistency of reads. Session is enough; more costs twice the request units for reads.')
@allowed(['Session', 'BoundedStaleness', 'Strong'])
param consistency string = 'Session'

@description('How far back the data can be restored to any second.')
@allowed(['Continuous7Days', 'Continuous30Days'])
param backup string = 'Continuous7Days'

@description('Copies of the data in three zones of the region, where it has zones.')
param zoneRedundant bool = false

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Gigabytes of logs a day, beyond which the rest of the day is not kept. -1: no limit.')
@minValue(-1)
param logDailyCap int = 1

@description('Node.js version of the apps.')
@allowed(['22', '24'])
param nodeVersion string = '24'

// Network.

@description('private: Cosmos DB, vault, storage and the manage app are reached through private endpoints only.')
@allowed(['public', 'private'])
param networkMode string = 'public'

@description('Address range of the virtual network in private mode, at least a /24.')
param addressSpace string = '10.40.0.0/24'

@description('internet: whoever holds a token. entra: only the addresses of the service tag AzureActiveDirectory.')
@allowed(['internet', 'entra'])
param scimClients string = 'internet'

@description('Host name of the Base URL, such as scim.example.com. Empty: the default host name of the app.')
param customDomain string = ''

@description('Thumbprint of a certificate for it in this resource group. Empty: a managed certificate is made.')
param customDomainThumbprint string = ''

// Who is alerted.

@description('E-mail addresses that alerts go to.')
param alertEmails string[] = []

@description('Resource id of an action group that alerts go to as well.')
param alertActionGroup string = ''

@description('Locks the data and the vault against deletion.')
param deletionLock bool = true

@description('Alert when no request of a provisioning client was answered for a day. Off until Entra ID is connected.')
param expectTraffic bool = true

var letters = filter(
  map(range(0, length(customer)), at => substring(customer, at, 1)),
  character => !contains('abcdefghijklmnopqrstuvwxyz0123456789', character)
)
var name = empty(letters) && !contains('0123456789', substring(customer, 0, 1))
  ? customer
  : fail('customer must be lower-case letters and digits, a letter first')
var names = namesOf(name, uniqueString(resourceGroup().id, customer))
var allTags = union(tags, { application: 'kissflow-scim', customer: name })
var isPrivate = networkMode == 'private'

module identities 'modules/identities.bicep' = {
  params: { names: names, location: location, tags: allTags }
}

module observability 'modules/observability.bicep' = {
  params: {
    names: names
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyCap: logDailyCap
  }
}

module network 'modules/network.bicep' = if (isPrivate) {
  params: { names: names, location: location, tags: allTags, addressSpace: addressSpace }
}

module cosmos 'modules/cosmos.bicep' = {
  params: {
    names: names
    location: location
    tags: allTags
    autoscaleThroughput: autoscaleThroughput
    consistency: consistency
    backup: backup
    zoneRedundant: zoneRedundant
    publicAccess: !isPrivate
    deletionLock: deletionLock
  }
  dependsOn: [observability]
}

module vault 'modules/vault.bicep' = {
  params: {
    names: names
    location: location
    tags: allTags
    publicAccess: !isPrivate
    deletionLock: deletionLock
  }
  dependsOn: [observability]
}

module scimStorage 'modules/storage.bicep' = {
  params: {
    role: 'scim'
    names: names
    location: location
    tags: allTags
    zoneRedundant: zoneRedundant
    publicAccess: !isPrivate
  }
  dependsOn: [observability]
}

module manageStorage 'modules/storage.bicep' = {
  params: {
    role: 'manage'
    names: names
    location: location
    tags: allTags
    zoneRedundant: zoneRedundant
    publicAccess: !isPrivate
  }
  dependsOn: [observability]
}

module access 'modules/access.bicep' = {
  params: { names: names }
  dependsOn: [identities, observability, cosmos, vault, scimStorage, manageStorage]
}

module endpoints 'modules/private-endpoints.bicep' = if (isPrivate) {
  params: { names: names, location: location, tags: allTags }
  dependsOn: [network, cosmos, vault, scimStorage, manageStorage]
}

module scim 'modules/function-app.bicep' = {
  params: {
    role: 'scim'
    names: names
    location: location
    tags: allTags
    nodeVersion: nodeVersion
    instanceMemory: instanceMemory
    maximumInstances: maximumInstances
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
    privateNetwork: isPrivate
    // Entra ID calls it from the internet.
    publicAccess: true
    onlyServiceTag: scimClients == 'entra' ? 'AzureActiveDirectory' : ''
    customDomain: customDomain
  }
  dependsOn: [access, endpoints]
}

module manage 'modules/function-app.bicep' = {
  params: {
    role: 'manage'
    names: names
    location: location
    tags: allTags
    nodeVersion: nodeVersion
    instanceMemory: instanceMemory
    maximumInstances: 40
    alwaysReady: 0
    zoneRedundant: zoneRedundant
    privateNetwork: isPrivate
    publicAccess: !isPrivate
    // What administrators hand to Entra ID is the address of the SCIM app.
    publicBaseUrl: scim.outputs.publicBaseUrl
    settings: empty(manageClientId)
      ? {}
      : { MANAGE_TENANT_ID: manageTenantId, MANAGE_AUDIENCE: '${manageClientId},api://${manageClientId}' }
  }
  dependsOn: [access, endpoints]
}

module manageEndpoint 'modules/private-endpoint.bicep' = if (isPrivate) {
  params: {
    names: names
    key: 'manage'
    location: location
    tags: allTags
    targetId: manage.outputs.id
    group: 'sites'
    zone: zonesOf(environment().suffixes.storage).sites
  }
  dependsOn: [network]
}

module domain 'modules/custom-domain.bicep' = if (!empty(customDomain)) {
  params: {
    app: names.scim.app
    plan: names.scim.plan
    location: location
    tags: allTags
    host: customDomain
    thumbprint: customDomainThumbprint
  }
  dependsOn: [scim]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    names: names
    location: location
    tags: allTags
    emails: alertEmails
    actionGroup: alertActionGroup
    expectTraffic: expectTraffic
  }
  dependsOn: [observability, cosmos, vault]
}

module workbook 'modules/workbook.bicep' = {
  params: { names: names, location: location, tags: allTags }
  dependsOn: [observability]
}

@description('Origin of the Base URLs: {publicBaseUrl}/scim/v2/{account id}.')
output publicBaseUrl string = scim.outputs.publicBaseUrl

@description('Origin of the manage API, for kissflow-scim --url.')
output manageUrl string = manage.outputs.defaultUrl

@description('Where the SCIM app answers whatever the custom domain is: target of its CNAME record.')
output scimHost string = scim.outputs.defaultHost

@description('Value of the TXT record asuid.{custom domain} that proves the ownership.')
output domainVerificationId string = scim.outputs.domainVerificationId

output scimApp string = names.scim.app
output manageApp string = names.manage.app
output vaultName string = names.vault
output cosmosAccount string = names.cosmos
