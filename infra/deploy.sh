#!/usr/bin/env bash
# Deploys one customer, from nothing or again; a second run changes only what differs. docs/deploy.md leads through it.
set -euo pipefail
cd "$(dirname "$0")/.."
. infra/steps.sh

usage() {
  cat <<'TEXT'
Usage: infra/deploy.sh CUSTOMER [--account ID] [--yes] [--what-if]
       infra/deploy.sh CUSTOMER register|prepare|finish [--account ID]

  CUSTOMER      infra/customers/CUSTOMER.bicepparam describes it
  --account ID  Kissflow account to make with its first token, unless it is there
  --yes         does not ask before it deploys
  --what-if     shows what a deployment would change, and stops: no more than what comes before the resources is made
  register      the app registration alone, by somebody who may make one and needs no rights in Azure
  prepare       what comes before the resources: package, resource group, app registration (for azd)
  finish        what comes after the package: health, first account and token (for azd)
TEXT
  exit 2
}

customer=${1:-}
[[ $customer =~ ^[a-z][a-z0-9]{1,19}$ ]] || usage
shift
phase=all account='' yes='' only_what_if=''
while (($#)); do
  case $1 in
    register | prepare | finish) phase=$1 ;;
    --account)
      account=${2:-}
      [[ $account =~ ^[A-Za-z0-9]{2,40}$ ]] || usage
      shift
      ;;
    --yes) yes=1 ;;
    --what-if) only_what_if=1 ;;
    *) usage ;;
  esac
  shift
done

parameters=infra/customers/$customer.bicepparam
group=rg-kissflow-scim-$customer
registration="Kissflow SCIM manage ($customer)"
package=dist/kissflow-scim.zip
graph=https://graph.microsoft.com/v1.0
super_admin=$(role_id SuperAdmin)
# Set where the app registration is there already: a pipeline then needs no rights in Entra ID.
registered=${MANAGE_CLIENT_ID:-}

# A failure inside [[ ]] would pass unseen: what az answers is assigned first.

sign_in() {
  step 'Sign-in' 'Sign in with `az login`, and choose the subscription with `az account set --subscription NAME`.'
  local who
  who=$(az account show --query '[id, tenantId, user.name, user.type]' -o tsv | tr '\n' '\t')
  IFS=$'\t' read -r subscription tenant user user_type <<<"$who"
  say "$user, subscription $subscription, tenant $tenant"
}

check_parameters() {
  step 'Parameters' "Copy infra/customers/template.bicepparam to $parameters and fill it in."
  [[ -n ${AZURE_ENV_NAME:-} || -f $parameters ]]
  location=${AZURE_LOCATION:-}
  [[ -f $parameters ]] || return 0
  grep -q "^param customer = '$customer'" "$parameters" ||
    stop "$parameters must say: param customer = '$customer'"
  grep -q '^param manageClientId' "$parameters" ||
    stop "$parameters must say: param manageClientId = readEnvironmentVariable('MANAGE_CLIENT_ID', '')"
  location=$(sed -n "s/^param location = '\(.*\)'.*/\1/p" "$parameters")
  [[ -n $location ]] || stop "$parameters must say: param location = '…'"
}

build_package() {
  step 'Package' 'Run `npm ci` first, then `npm run package` to see what is wrong.'
  npm run --silent package >&2
  [[ -f $package ]]
  digest=$(sha256 "$package")
  say "$package, SHA-256 $digest"
}

register_providers() {
  step 'Resource providers' 'An owner of the subscription registers them once: `az provider register --namespace NAME`.'
  local registered provider
  registered=$(az provider list --query "[?registrationState=='Registered'].namespace" -o tsv)
  for provider in App DocumentDB Insights KeyVault ManagedIdentity Network OperationalInsights Storage Web; do
    grep -qix "Microsoft.$provider" <<<"$registered" ||
      az provider register --namespace "Microsoft.$provider" --wait -o none
  done
}

make_group() {
  step 'Resource group' "You need Contributor on the subscription to make it, or somebody makes $group and gives you Owner on it."
  local exists
  exists=$(az group exists --name "$group")
  [[ $exists == false ]] || return 0
  az group create --name "$group" --location "$location" --tags application=kissflow-scim "customer=$customer" -o none
  say "made $group in $location"
}

# A vault that went with an earlier deployment still holds the tokens, and its name is taken as long as it does.
recover_vault() {
  step 'Deleted vault' "Recover it by hand: az keyvault recover --name NAME --resource-group $group"
  local deleted
  deleted=$(az keyvault list-deleted --resource-type vault -o tsv \
    --query "[?contains(properties.vaultId, '/resourceGroups/$group/')].name")
  [[ -n $deleted ]] || return 0
  az keyvault recover --name "$deleted" --resource-group "$group" --location "$location" -o none
  say "recovered $deleted, with the tokens of the earlier deployment"
}

change_app() {
  az rest --method PATCH --url "$graph/applications(appId='$client')" \
    --headers Content-Type=application/json --body "$1" -o none
}

register_app() {
  step 'App registration' "You need the Entra role Application Developer, or somebody who has it runs: infra/deploy.sh $customer register."
  client=$(az ad app list --filter "displayName eq '$registration'" --query '[].appId' -o tsv)
  [[ $client != *$'\n'* ]] || stop "Two app registrations are called \"$registration\": delete the one that nobody uses."
  if [[ -z $client ]]; then
    client=$(az ad app create --display-name "$registration" --sign-in-audience AzureADMyOrg \
      --app-roles @infra/entra/app-roles.json --query appId -o tsv)
    say "made \"$registration\", client id $client"
  else
    # Anybody in the directory can make one by this name, and its owners give its roles: it is for people to judge.
    local owners
    owners=$(az ad app owner list --id "$client" --query '[].userPrincipalName' -o tsv | tr '\n' ' ')
    say "there already, client id $client, owned by ${owners:-nobody}"
  fi
  local uri version authorized
  uri=$(az ad app show --id "$client" --query 'identifierUris[0]' -o tsv)
  [[ -n $uri ]] || az ad app update --id "$client" --identifier-uris "api://$client" -o none
  version=$(az ad app show --id "$client" --query api.requestedAccessTokenVersion -o tsv)
  [[ $version == 2 ]] || change_app @infra/entra/api.json
  # Graph takes a permission here only when it has it already: not together with it.
  authorized=$(az ad app show --id "$client" --query 'api.preAuthorizedApplications[].appId' -o tsv)
  [[ -n $authorized ]] || change_app @infra/entra/azure-cli.json
  principal=$(az ad sp list --filter "appId eq '$client'" --query '[].id' -o tsv)
  [[ -n $principal ]] || principal=$(az ad sp create --id "$client" --query id -o tsv)
}

# Whoever deploys can administer; everybody else is assigned in Enterprise applications.
assign_super_admin() {
  step 'Role SuperAdmin' "Somebody with the Entra role Application Administrator assigns you the role in Enterprise applications > $registration > Users and groups."
  local me
  if [[ $user_type == servicePrincipal ]]; then
    me=$(az ad sp show --id "$user" --query id -o tsv)
  else
    me=$(az ad signed-in-user show --query id -o tsv)
  fi
  local assigned
  assigned=$(az rest --method GET --url "$graph/servicePrincipals/$principal/appRoleAssignedTo" -o tsv \
    --query "value[?principalId=='$me' && appRoleId=='$super_admin'].id")
  [[ -z $assigned ]] || return 0
  az rest --method POST --url "$graph/servicePrincipals/$principal/appRoleAssignedTo" \
    --headers Content-Type=application/json -o none \
    --body "{\"principalId\":\"$me\",\"resourceId\":\"$principal\",\"appRoleId\":\"$super_admin\"}"
  say "assigned to $user"
}

what_if() {
  step 'What would change' "Read the message above; often a name or a limit in $parameters, or a right on $group that you lack."
  # One that failed half way may leave nothing that differs.
  unfinished=$(az deployment group list --resource-group "$group" -o tsv \
    --query "[?name=='kissflow-scim' && properties.provisioningState!='Succeeded'].name")
  changes=$(az deployment group what-if --resource-group "$group" --name kissflow-scim --parameters "$parameters" \
    --no-pretty-print -o tsv \
    --query "changes[?changeType!='NoChange' && changeType!='Ignore'].[changeType, resourceId]")
  say "${changes:-nothing}"
}

deploy_resources() {
  if [[ -n $changes$unfinished ]]; then
    [[ -n $yes ]] || confirm "Deploy this to $group?"
    # An app that is made now has no package, whatever the last one got.
    [[ ! $changes =~ (^|$'\n')Create$'\t'[^$'\n']*/Microsoft.Web/sites/ ]] ||
      az group update --name "$group" --set tags.package=none -o none
    step 'Resources (5 to 15 minutes)' "See what failed: az deployment operation group list --resource-group $group --name kissflow-scim --query \"[?properties.provisioningState=='Failed']\". Then run this again: what is there stays."
    az deployment group create --resource-group "$group" --name kissflow-scim --parameters "$parameters" -o none
  fi
}

# Host names come from Azure, never from a guess.
read_outputs() {
  step 'Outputs' "No deployment of $group has finished yet: run infra/deploy.sh $customer again."
  local found
  found=$(az deployment group list --resource-group "$group" -o tsv --query "sort_by([?properties.outputs.scimApp], &properties.timestamp)[-1].properties.outputs.[publicBaseUrl.value, manageUrl.value, scimHost.value, domainVerificationId.value, scimApp.value, manageApp.value]" | tr '\n' '\t')
  IFS=$'\t' read -r base_url manage_url scim_host verification scim_app manage_app <<<"$found"
  [[ -n $manage_app ]]
}

# Entra ID sends whoever signs in to the portal back to a registered address alone; those that are there stay.
register_portal() {
  step 'Sign-in to the portal' "An owner of \"$registration\" adds $manage_url/portal/ in App registrations > Authentication > Single-page application."
  local there address=$manage_url/portal/
  there=$(az ad app show --id "$client" --query 'spa.redirectUris[]' -o tsv)
  ! grep -qxF "$address" <<<"$there" || return 0
  change_app "{\"spa\":{\"redirectUris\":[$(printf '%s\n' $there "$address" | sed 's/.*/"&"/' | paste -sd , -)]}}"
}

# The manage app first: it brings older data up to date.
deploy_package() {
  step 'Package to Azure' "Run this again. In private mode run it where $group's network is reached."
  local app there
  there=$(az group show --name "$group" --query tags.package -o tsv)
  [[ $there != "$digest" ]] || {
    say 'there already'
    return 0
  }
  for app in "$manage_app" "$scim_app"; do
    az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$package" -o none
  done
  az group update --name "$group" --set "tags.package=$digest" -o none
}

check_health() {
  step 'Health' "Look at the log: az monitor app-insights query, or the workbook \"Kissflow SCIM: $customer\". A custom domain needs its DNS records first; in private mode the manage app answers inside its network only."
  answers "$manage_url/healthz" 200
  # With scimClients = 'entra' nobody else is let in.
  answers "$base_url/healthz" '200|403'
}

first_account() {
  step 'First account and token' "Sign in again (\`az login\`), since a new role is in new sign-ins only. Then run this again."
  umask 077
  local key=$work/manage.token accounts tokens
  az account get-access-token --resource "api://$client" --query accessToken -o tsv >"$key"
  local manage=(--url "$manage_url" --token-file "$key")
  accounts=$(npx kissflow-scim account list "${manage[@]}" --json)
  if [[ -z $account ]]; then
    grep -q '"id"' <<<"$accounts" || say "none yet: infra/deploy.sh $customer --account ID makes one"
    return 0
  fi
  grep -q "\"id\": *\"$account\"" <<<"$accounts" ||
    npx kissflow-scim account create "$account" --name "$customer" "${manage[@]}" >&2
  tokens=$(npx kissflow-scim token list "$account" "${manage[@]}" --json)
  if grep -q '"tokenId"' <<<"$tokens"; then
    say "$account has a token already"
  else
    npx kissflow-scim token create "$account" --label 'Entra ID' --out "connection-$customer.json" "${manage[@]}" >&2
  fi
}

next_steps() {
  cat <<TEXT

Done.

  Base URL     $base_url/scim/v2/{account id}
  token        ${account:+connection-$customer.json, if this was the first deployment; }kissflow-scim token create
  manage API   $manage_url (client id $client)
  portal       $manage_url/portal/${registered:+ (an owner of the app registration adds this address once: App registrations > Authentication > Single-page application)}

Next:
  1. Connect Entra ID: README.md, "Connect Entra ID in 10 steps".
  2. Administrators: Entra admin center > Enterprise applications > $registration > Users and groups.
  3. A host name of your own, before the first token is handed out:
       CNAME  {name}        ->  $scim_host
       TXT    asuid.{name}  ->  $verification
     then customDomain in $parameters, and this command again.
TEXT
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sign_in
if [[ $phase == register ]]; then
  register_app
  printf '\nDone. Whoever deploys needs the role SuperAdmin:\n  Entra admin center > Enterprise applications > %s > Users and groups.\n' "$registration"
  exit 0
fi
check_parameters
if [[ $phase != finish ]]; then
  build_package
  register_providers
  make_group
  recover_vault
  client=$registered
  if [[ -z $client ]]; then
    register_app
    assign_super_admin
  fi
  export MANAGE_CLIENT_ID=$client
  if [[ $phase == prepare ]]; then
    azd env set MANAGE_CLIENT_ID "$client"
    exit 0
  fi
  what_if
  [[ -z $only_what_if ]] || exit 0
  deploy_resources
  read_outputs
  deploy_package
else
  client=${MANAGE_CLIENT_ID:?azd hands it over}
  read_outputs
fi
[[ -n $registered ]] || register_portal
check_health
[[ $phase != finish && -n $registered && -z $account ]] || first_account
next_steps
