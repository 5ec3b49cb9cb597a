// Binds a certificate to a host name that the app has: in a module of its own, since a template names a resource once.

param app string
param host string
param thumbprint string

resource site 'Microsoft.Web/sites@2025-03-01' existing = { name: app }

resource binding 'Microsoft.Web/sites/hostNameBindings@2025-03-01' = {
  parent: site
  name: host
  properties: { siteName: app, hostNameType: 'Verified', sslState: 'SniEnabled', thumbprint: thumbprint }
}
