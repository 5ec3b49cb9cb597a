// Reads one statement a line, {"query": SQL, "parameters": [{"name", "value"}]}, and answers one line each: {"plan": …}
// or {"errors": …} as Microsoft's query planner gives them. The planner is internal to the SDK, hence the reflection.

using System.Collections.ObjectModel;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Cosmos;
using Newtonsoft.Json;

const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

// The limits of the service (concepts-limits, "SQL query limits"), or of the emulator where that is stricter.
var limits = new Dictionary<string, object>
{
    ["maxSqlQueryInputLength"] = 262144,
    ["maxJoinsPerSqlQuery"] = 5,
    ["maxLogicalAndPerSqlQuery"] = 500,
    ["maxLogicalOrPerSqlQuery"] = 500,
    ["maxUdfRefPerSqlQuery"] = 10,
    ["maxInExpressionItemsCount"] = 6000,
    ["sqlAllowNonFiniteNumbers"] = false,
    ["sqlAllowAggregateFunctions"] = true,
    ["sqlAllowSubQuery"] = true,
    ["sqlAllowScalarSubQuery"] = true,
    ["allowNewKeywords"] = true,
    ["sqlAllowLike"] = true,
    ["sqlAllowGroupByClause"] = true,
    ["queryMaxInMemorySortDocumentCount"] = 500,
    ["maxQueryRequestTimeoutFraction"] = 0.9,
    ["maxSpatialQueryCells"] = 12,
    ["spatialMaxGeometryPointCount"] = 256,
    ["sqlDisableQueryILOptimization"] = false,
    ["sqlDisableFilterPlanOptimization"] = false,
};

var type = typeof(CosmosClient).Assembly.GetType(
    "Microsoft.Azure.Cosmos.Query.Core.QueryPlan.QueryPartitionProvider", throwOnError: true)!;
var planner = Activator.CreateInstance(type, limits)!;
var plan = type.GetMethod("TryGetPartitionedQueryExecutionInfo", Members)!;
var partitionKey = Activator.CreateInstance(plan.GetParameters()[1].ParameterType)!;
Property(partitionKey, "Paths").SetValue(partitionKey, new Collection<string> { "/partitionKey" });

for (var line = Console.ReadLine(); line is not null; line = Console.ReadLine()) Console.WriteLine(Answer(line));

string Answer(string statement)
{
    var result = plan.Invoke(planner, plan.GetParameters().Select(one => Argument(one, statement)).ToArray())!;
    if (Property(result, "Succeeded").GetValue(result) is true)
        return $$"""{"plan":{{JsonConvert.SerializeObject(Property(result, "Result").GetValue(result))}}}""";
    var messages = Causes((Exception)Property(result, "Exception").GetValue(result)!).Select(one => one.Message);
    return messages.FirstOrDefault(IsErrorList) ?? new JsonObject { ["errors"] = string.Join(' ', messages) }.ToJsonString();
}

// By name, because versions of the SDK add parameters.
object? Argument(ParameterInfo parameter, string statement) => parameter.Name switch
{
    "querySpecJsonString" => statement,
    "partitionKeyDefinition" => partitionKey,
    "isContinuationExpected" or "allowNonValueAggregateQuery" or "allowDCount" => true,
    _ => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null,
};

static PropertyInfo Property(object of, string name) => of.GetType().GetProperty(name, Members)!;

static IEnumerable<Exception> Causes(Exception first)
{
    for (var one = first; one is not null; one = one.InnerException) yield return one;
}

static bool IsErrorList(string text) => text.StartsWith("""{"errors":""", StringComparison.Ordinal);
