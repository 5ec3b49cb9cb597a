// A host name of the customer's own. Its CNAME and TXT records must be there first: a deployment without it prints them.

param app string
param plan string
param location string
param tags { *: string }
param host string
@description('Empty: a managed certificate.')
param thumbprint string

resource site 'Microsoft.Web/sites@2025-03-01' existing = { name: app }

// A managed certificate is issued for a host name that the app has already; binding it comes last.
resource binding 'Microsoft.Web/sites/hostNameBindings@2025-03-01' = {
  parent: site
  name: host
  properties: empty(thumbprint)
    ? { siteName: app, hostNameType: 'Verified' }
    : { siteName: app, hostNameType: 'Verified', sslState: 'SniEnabled', thumbprint: thumbprint }
}

resource certificate 'Microsoft.Web/certificates@2025-03-01' = if (empty(thumbprint)) {
  name: 'cert-${app}'
  location: location
  tags: tags
  properties: { canonicalName: host, serverFarmId: resourceId('Microsoft.Web/serverfarms', plan) }
  dependsOn: [binding]
}

module bound 'domain-certificate.bicep' = if (empty(thumbprint)) {
  params: { app: app, host: host, thumbprint: certificate!.properties.thumbprint }
}
