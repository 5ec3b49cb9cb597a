// For `azd up`: an azd environment is a customer, and its variables (azd env set NAME VALUE) are the parameters.
// infra/deploy.sh reads infra/customers/{customer}.bicepparam instead.

using 'main.bicep'

param customer = readEnvironmentVariable('AZURE_ENV_NAME', 'customer')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param manageClientId = readEnvironmentVariable('MANAGE_CLIENT_ID', '')
param maximumInstances = int(readEnvironmentVariable('MAXIMUM_INSTANCES', '40'))
param alwaysReady = int(readEnvironmentVariable('ALWAYS_READY', '0'))
param autoscaleThroughput = int(readEnvironmentVariable('AUTOSCALE_THROUGHPUT', '0'))
param networkMode = readEnvironmentVariable('NETWORK_MODE', 'public')
param scimClients = readEnvironmentVariable('SCIM_CLIENTS', 'internet')
param customDomain = readEnvironmentVariable('CUSTOM_DOMAIN', '')
param alertEmails = empty(readEnvironmentVariable('ALERT_EMAIL', ''))
  ? []
  : [readEnvironmentVariable('ALERT_EMAIL', '')]
