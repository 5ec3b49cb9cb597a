// Every name, in one place. Names are unique in Azure, not just in a subscription: the suffix is made of the resource
// group and the customer. test/infra/names.test.ts holds them to the length rules of their types.

@export()
type appNames = {
  identity: string
  storage: string
  plan: string
  app: string
}

@export()
type resourceNames = {
  customer: string
  scim: appNames
  manage: appNames
  workspace: string
  insights: string
  collectionRule: string
  workspaceWorkbook: string
  cosmos: string
  database: string
  vault: string
  network: string
  securityGroup: string
  actionGroup: string
  @description('Ends the names of what there are several of, such as alerts and private endpoints.')
  tail: string
}

func appNamesOf(role string, customer string, suffix string) appNames => {
  identity: 'id-${role}-${customer}-${suffix}'
  // 24 letters and digits.
  storage: 'st${take(role, 1)}${take(customer, 8)}${suffix}'
  plan: 'plan-${role}-${customer}-${suffix}'
  app: 'func-${role}-${customer}-${suffix}'
}

@export()
@description('The suffix has 13 characters.')
func namesOf(customer string, suffix string) resourceNames => {
  customer: customer
  scim: appNamesOf('scim', customer, suffix)
  manage: appNamesOf('manage', customer, suffix)
  workspace: 'log-${customer}-${suffix}'
  insights: 'appi-${customer}-${suffix}'
  collectionRule: 'dcr-${customer}-${suffix}'
  workspaceWorkbook: guid(customer, suffix, 'workbook')
  cosmos: 'cosmos-${customer}-${suffix}'
  database: 'scim'
  // 24 characters, and the name stays taken for 90 days after a deletion.
  vault: 'kv-${take(customer, 7)}-${suffix}'
  network: 'vnet-${customer}-${suffix}'
  securityGroup: 'nsg-${customer}-${suffix}'
  actionGroup: 'ag-${customer}-${suffix}'
  tail: '${customer}-${suffix}'
}

@export()
@description('Private DNS zones by kind of resource.')
func zonesOf(storageSuffix string) { blob: string, cosmos: string, sites: string, vault: string } => {
  blob: 'privatelink.blob.${storageSuffix}'
  cosmos: 'privatelink.documents.azure.com'
  sites: 'privatelink.azurewebsites.net'
  vault: 'privatelink.vaultcore.azure.net'
}
