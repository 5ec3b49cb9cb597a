// The other extreme of contoso.bicepparam: the longest name, and every parameter set.

using '../main.bicep'

param customer = 'fabrikamlaboratories'
param location = 'westus3'
param manageClientId = readEnvironmentVariable('MANAGE_CLIENT_ID', '')
param instanceMemory = 4096
param maximumInstances = 100
param alwaysReady = 1
param autoscaleThroughput = 10000
param consistency = 'BoundedStaleness'
param backup = 'Continuous30Days'
param zoneRedundant = true
param logRetentionDays = 365
param logDailyCap = 5
param networkMode = 'private'
param addressSpace = '10.60.8.0/24'
param scimClients = 'entra'
param customDomain = 'scim.fabrikam.example'
param alertEmails = ['oncall@fabrikam.example', 'identity@fabrikam.example']
param alertActionGroup = '/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg-oncall/providers/Microsoft.Insights/actionGroups/oncall'
