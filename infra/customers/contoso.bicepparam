// An example, with what is needed and nothing else. Its snapshot is what a deployment would make.

using '../main.bicep'

param customer = 'contoso'
param location = 'westeurope'
param tags = { owner: 'identity-team' }
param manageClientId = readEnvironmentVariable('MANAGE_CLIENT_ID', '')
param alertEmails = ['identity@contoso.example']
