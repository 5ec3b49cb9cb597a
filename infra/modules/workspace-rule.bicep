// Gives a workspace its data collection rule. Everything else is said again: a deployment replaces the whole resource.

param name string
param location string
param tags { *: string }
param properties {
  sku: { name: 'PerGB2018' }
  retentionInDays: int
  workspaceCapping: { dailyQuotaGb: int }
  features: { disableLocalAuth: bool, enableLogAccessUsingOnlyResourcePermissions: bool }
}
param ruleId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: { ...properties, defaultDataCollectionRuleResourceId: ruleId }
}
