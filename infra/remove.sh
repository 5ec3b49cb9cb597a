#!/usr/bin/env bash
# Removes a customer: the resource group with everything in it, and the app registration. The vault stays recoverable for
# 90 days, the data for as long as its backup reaches, the app registration for 30 days. docs/operations.md says how.
set -euo pipefail
cd "$(dirname "$0")/.."
. infra/steps.sh

customer=${1:-}
[[ $customer =~ ^[a-z][a-z0-9]{1,19}$ && $# -eq 1 ]] || {
  printf 'Usage: infra/remove.sh CUSTOMER\n' >&2
  exit 2
}
group=rg-kissflow-scim-$customer
registration="Kissflow SCIM manage ($customer)"

step 'What goes' "Sign in with \`az login\`, and choose the subscription of $group."
az account show --query name -o tsv | sed 's/^/  subscription /' >&2
exists=$(az group exists --name "$group")
[[ $exists == true ]] || stop "There is no $group in this subscription."
az resource list --resource-group "$group" --query '[].[type, name]' -o tsv | sed 's/^/  /' >&2
vault=$(az resource list --resource-group "$group" --resource-type Microsoft.KeyVault/vaults --query '[0].name' -o tsv)
read -r -p "Provisioning of $customer stops at once. Type the customer's name to remove it: " typed || true
[[ $typed == "$customer" ]] || {
  printf 'Nothing was changed.\n' >&2
  exit 1
}

step 'Locks' "You need Owner on $group. Nothing was deleted."
locks=$(az lock list --resource-group "$group" --query '[].id' -o tsv)
# Ids hold no spaces.
# shellcheck disable=SC2086
[[ -z $locks ]] || az lock delete --ids $locks -o none

step 'Resource group' "Run this again: what is left is deleted then."
az group delete --name "$group" --yes

step 'App registration' "Delete \"$registration\" in the Entra admin center, App registrations."
client=$(az ad app list --filter "displayName eq '$registration'" --query '[].appId' -o tsv)
[[ -z $client ]] || az ad app delete --id "$client"

cat <<TEXT

Removed. Within 90 days infra/deploy.sh $customer brings the vault $vault back, and with it every token;
by hand: az keyvault recover --name $vault. Data: docs/operations.md, "Restore".
TEXT
