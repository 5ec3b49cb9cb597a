// One identity for each app: its rights exist before the app starts, and outlive a re-creation of the app.

import { resourceNames } from 'names.bicep'

param names resourceNames
param location string
param tags { *: string }

resource scimIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: names.scim.identity
  location: location
  tags: tags
}

resource manageIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: names.manage.identity
  location: location
  tags: tags
}
