// Copy to {customer}.bicepparam and fill in; what stays a comment has the value that stands there.
// Nothing in here is a secret. Accounts and tokens are made afterwards, with kissflow-scim.

using '../main.bicep'

// Who and where. The name is part of every resource name: lower-case letters and digits, 20 at most. It cannot be
// changed later, and neither can the region.
param customer = 'acme'
param location = 'westeurope'
// param tags = { costCenter: '4711' }

// Set by infra/deploy.sh and azd: the app registration of the manage API.
param manageClientId = readEnvironmentVariable('MANAGE_CLIENT_ID', '')

// Limits. Serverless suits up to 5,000 RU/s, which is some 250 changes a second; see docs/operations.md. Decide now:
// autoscaleThroughput can be raised and lowered later, but not from 0 or to 0.
// param instanceMemory = 2048
// param maximumInstances = 40
// param alwaysReady = 0
// param autoscaleThroughput = 0
// param consistency = 'Session'
// param backup = 'Continuous7Days'
// param zoneRedundant = false
// param logRetentionDays = 90
// param logDailyCap = 1

// Network. 'private' needs a network that reaches the manage app: for administrators, and for whoever deploys.
// param networkMode = 'public'
// param addressSpace = '10.40.0.0/24'
// param scimClients = 'internet'

// Host name of the Base URL. Entra ID keeps the Base URL for years: decide before the first token. The first deployment
// prints the DNS records; set the name here when they are there, and deploy again.
// param customDomain = 'scim.acme.com'

// Who is alerted.
param alertEmails = ['identity@acme.com']
// param alertActionGroup = ''
// param expectTraffic = true
// param deletionLock = true
