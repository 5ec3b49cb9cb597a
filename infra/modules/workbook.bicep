// What an operator looks at: one page, opened from the workspace under Workbooks.

import { resourceNames } from 'names.bicep'

param names resourceNames
param location string
param tags { *: string }

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = { name: names.workspace }

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: names.workspaceWorkbook
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Kissflow SCIM: ${names.customer}'
    category: 'workbook'
    sourceId: workspace.id
    serializedData: string(loadJsonContent('../workbook.json'))
  }
}
