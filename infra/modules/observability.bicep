// Logs, metrics and requests of both apps, in one workspace. Query strings of SCIM requests hold names and e-mail
// addresses: they are cut off before anything is kept.

import { resourceNames } from 'names.bicep'

param names resourceNames
param location string
param tags { *: string }
param retentionDays int
param dailyCap int

var workspaceProperties = {
  sku: { name: 'PerGB2018' }
  retentionInDays: retentionDays
  workspaceCapping: { dailyQuotaGb: dailyCap }
  features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
}

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: names.workspace
  location: location
  tags: tags
  properties: workspaceProperties
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: names.insights
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    DisableIpMasking: false
  }
}

resource transformation 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: names.collectionRule
  location: location
  tags: tags
  kind: 'WorkspaceTransforms'
  properties: {
    description: 'Cuts the query string off the URL of requests'
    destinations: { logAnalytics: [{ name: 'workspace', workspaceResourceId: workspace.id }] }
    dataFlows: [
      {
        streams: ['Microsoft-Table-AppRequests']
        destinations: ['workspace']
        transformKql: loadTextContent('../queries/without-query-string.kql')
      }
    ]
  }
}

// A workspace takes its rule when both are there.
module transformed 'workspace-rule.bicep' = {
  params: {
    name: workspace.name
    location: location
    tags: tags
    properties: workspaceProperties
    ruleId: transformation.id
  }
}

// The newest version without 'preview' takes no categories of logs by resource.
#disable-next-line use-recent-api-versions
resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: workspace
  properties: {
    workspaceId: workspace.id
    // Who read the logs.
    logs: [{ category: 'Audit', enabled: true }]
  }
}
