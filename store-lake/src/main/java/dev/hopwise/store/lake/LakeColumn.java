package dev.hopwise.store.lake;

import org.jspecify.annotations.Nullable;

/// The columns of the table `hopwise.spans` in their order (FORMAT.md section 1); a column's field
/// id is its place, counted from 1.
enum LakeColumn {
  TRACE_ID("trace_id", Shape.UUID, true),
  SPAN_ID("span_id", Shape.LONG, true),
  PARENT_SPAN_ID("parent_span_id", Shape.LONG, false),
  START_TIME("start_time", Shape.TIMESTAMP, true),
  START_NANOS("start_nanos", Shape.INT, true),
  DURATION_NANOS("duration_nanos", Shape.LONG, true),
  SERVICE("service", Shape.TEXT, true),
  NAME("name", Shape.TEXT, true),
  KIND("kind", Shape.INT, true),
  STATUS("status", Shape.INT, true),
  STATUS_MESSAGE("status_message", Shape.TEXT, false),
  TRACE_STATE("trace_state", Shape.TEXT, false),
  FLAGS("flags", Shape.INT, false),
  RESOURCE("resource", Shape.TEXT, false),
  RESOURCE_SCHEMA_URL("resource_schema_url", Shape.TEXT, false),
  RESOURCE_DROPPED_ATTRIBUTES("resource_dropped_attributes", Shape.INT, false),
  SCOPE_NAME("scope_name", Shape.TEXT, false),
  SCOPE_VERSION("scope_version", Shape.TEXT, false),
  SCOPE_ATTRIBUTES("scope_attributes", Shape.TEXT, false),
  SCOPE_SCHEMA_URL("scope_schema_url", Shape.TEXT, false),
  SCOPE_DROPPED_ATTRIBUTES("scope_dropped_attributes", Shape.INT, false),
  ATTRIBUTES("attributes", Shape.ATTRIBUTES, false),
  ATTRIBUTE_TYPES("attribute_types", Shape.TEXT, false),
  DROPPED_ATTRIBUTES("dropped_attributes", Shape.INT, false),
  EVENTS("events", Shape.EVENTS, false),
  DROPPED_EVENTS("dropped_events", Shape.INT, false),
  LINKS("links", Shape.LINKS, false),
  DROPPED_LINKS("dropped_links", Shape.INT, false),
  HTTP_REQUEST_METHOD("http.request.method"),
  HTTP_ROUTE("http.route"),
  HTTP_RESPONSE_STATUS_CODE("http_response_status_code", Shape.INT, "http.response.status_code"),
  URL_PATH("url.path"),
  SERVER_ADDRESS("server.address"),
  ERROR_TYPE("error.type"),
  DB_SYSTEM_NAME("db.system.name"),
  DB_NAMESPACE("db.namespace"),
  DB_QUERY_TEXT("db.query.text"),
  RPC_METHOD("rpc.method"),
  MESSAGING_DESTINATION_NAME("messaging.destination.name"),
  USER_AGENT_ORIGINAL("user_agent.original"),
  ENDUSER_ID("enduser.id"),
  TENANT_ID("tenant.id");

  /// What a column holds.
  enum Shape {
    UUID,
    LONG,
    INT,
    TEXT,
    /// Microseconds since 1970, UTC.
    TIMESTAMP,
    /// A map of text to text.
    ATTRIBUTES,
    EVENTS,
    LINKS
  }

  private final String columnName;
  private final Shape shape;
  private final boolean required;
  private final @Nullable String attributeKey;

  LakeColumn(String columnName, Shape shape, boolean required) {
    this.columnName = columnName;
    this.shape = shape;
    this.required = required;
    this.attributeKey = null;
  }

  /// A span attribute's column of its own, for texts.
  LakeColumn(String attributeKey) {
    this(attributeKey.replace('.', '_'), Shape.TEXT, attributeKey);
  }

  LakeColumn(String columnName, Shape shape, String attributeKey) {
    this.columnName = columnName;
    this.shape = shape;
    this.required = false;
    this.attributeKey = attributeKey;
  }

  @SuppressWarnings("EnumOrdinal") // the ids are the places, by the format; a test holds them
  int fieldId() {
    return ordinal() + 1;
  }

  String columnName() {
    return columnName;
  }

  Shape shape() {
    return shape;
  }

  /// Whether it is never null.
  boolean required() {
    return required;
  }

  /// The span attribute that it holds when the value is of the column's type, else null.
  @Nullable String attributeKey() {
    return attributeKey;
  }
}
