// Who is woken, and why. docs/operations.md says what to do about each.

import { resourceNames } from 'names.bicep'

param names resourceNames
param location string
param tags { *: string }
param emails string[]
@description('Resource id of an action group that is there already; empty: none.')
param actionGroup string
param expectTraffic bool

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = { name: names.workspace }
resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = { name: names.cosmos }
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: names.vault }

type logAlert = {
  name: string
  description: string
  @description('0 critical, 1 error, 2 warning, 3 informational.')
  severity: int
  query: string
  @description('Column that is measured; absent: rows are counted.')
  measure: string?
  above: int?
  below: int?
  window: 'PT5M' | 'PT15M' | 'PT1H' | 'P1D'
  every: 'PT5M' | 'PT15M' | 'PT1H'
  dimensions: string[]?
  enabled: bool
}

var logAlerts logAlert[] = [
  {
    name: 'server-errors'
    description: 'More than 2 % of requests failed for a reason of ours'
    severity: 1
    query: loadTextContent('../queries/server-errors.kql')
    measure: 'percent'
    above: 2
    window: 'PT15M'
    every: 'PT5M'
    enabled: true
  }
  {
    name: 'unauthorized'
    description: 'More than 50 requests with a bad token in 15 minutes: an expired token, or somebody guesses'
    severity: 2
    query: loadTextContent('../queries/unauthorized.kql')
    above: 50
    window: 'PT15M'
    every: 'PT5M'
    enabled: true
  }
  {
    name: 'latency'
    description: 'More than 5 % of provisioning requests take longer than 2 seconds'
    severity: 2
    query: loadTextContent('../queries/latency.kql')
    measure: 'p95'
    above: 2000
    window: 'PT15M'
    every: 'PT15M'
    enabled: true
  }
  {
    name: 'unavailable'
    description: 'The vault or the store did not answer, and requests were put off with 503'
    severity: 1
    query: loadTextContent('../queries/unavailable.kql')
    above: 5
    window: 'PT5M'
    every: 'PT5M'
    enabled: true
  }
  {
    name: 'token-expires'
    description: 'A token in use ends within 30 days: rotate it, and give Entra ID the new one'
    severity: 2
    query: loadTextContent('../queries/token-expires.kql')
    above: 0
    window: 'P1D'
    every: 'PT1H'
    dimensions: ['account', 'tokenId']
    enabled: true
  }
  {
    name: 'no-traffic'
    description: 'No request of a provisioning client was answered for a day: is provisioning paused or in quarantine?'
    severity: 2
    query: loadTextContent('../queries/no-traffic.kql')
    measure: 'requests'
    below: 1
    window: 'P1D'
    every: 'PT1H'
    enabled: expectTraffic
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: names.actionGroup
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take('scim${names.customer}', 12)
    emailReceivers: [for email in emails: { name: email, emailAddress: email, useCommonAlertSchema: true }]
  }
}

var groups = union(empty(emails) ? [] : [group.id], empty(actionGroup) ? [] : [actionGroup])

resource fromLogs 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in logAlerts: {
    name: 'alert-${alert.name}-${names.tail}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Kissflow SCIM ${names.customer}: ${alert.name}'
      description: alert.description
      severity: alert.severity
      enabled: alert.enabled
      scopes: [workspace.id]
      windowSize: alert.window
      evaluationFrequency: alert.every
      autoMitigate: true
      // The tables come into being with the first request.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: alert.?measure == null ? 'Count' : 'Maximum'
            metricMeasureColumn: alert.?measure
            operator: alert.?below == null ? 'GreaterThan' : 'LessThan'
            threshold: alert.?below ?? alert.?above ?? 0
            dimensions: [
              for dimension in (alert.?dimensions ?? []): {
                name: dimension
                operator: 'Include'
                values: ['*']
              }
            ]
          }
        ]
      }
      actions: { actionGroups: groups }
    }
  }
]

resource throttling 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-throttling-${names.tail}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Cosmos DB turned more than 100 requests away in 15 minutes: see throttling in docs/operations.md'
    severity: 2
    enabled: true
    scopes: [cosmos.id]
    windowSize: 'PT15M'
    evaluationFrequency: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'throttled'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 100
          dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
        }
      ]
    }
    actions: [for id in groups: { actionGroupId: id }]
  }
}

resource vaultAvailability 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'alert-vault-${names.tail}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Key Vault fails requests. Tokens that were seen within the hour go on working'
    severity: 1
    enabled: true
    scopes: [vault.id]
    windowSize: 'PT5M'
    evaluationFrequency: 'PT1M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'available'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.KeyVault/vaults'
          metricName: 'Availability'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: 99
        }
      ]
    }
    actions: [for id in groups: { actionGroupId: id }]
  }
}
