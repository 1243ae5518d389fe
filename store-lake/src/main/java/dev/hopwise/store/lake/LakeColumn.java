package dev.hopwise.store.lake;

import org.jspecify.annotations.Nullable;

/// The columns of the table `hopwise.spans` in their order (FORMAT.md section 1). The field id of a
/// column that the table was first made with is its place, counted from 1; columns that were added
/// since name theirs, and are absent from older files.
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
  TENANT_ID("tenant.id"),
  INCLUSION_PROBABILITY("inclusion_probability", Shape.DOUBLE, 63),
  KEEP_RULE("keep_rule", Shape.TEXT, 64),
  KEEP_TRIGGER("keep_trigger", Shape.TEXT, 65),
  WINDOW_ID("window_id", Shape.TEXT, 66);

  /// What a column holds.
  enum Shape {
    UUID,
    LONG,
    INT,
    DOUBLE,
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

  /// 0 of a column that was there from the beginning.
  private final int addedFieldId;

  LakeColumn(String columnName, Shape shape, boolean required) {
    this(columnName, shape, required, null, 0);
  }

  /// One that was added later.
  LakeColumn(String columnName, Shape shape, int addedFieldId) {
    this(columnName, shape, false, null, addedFieldId);
  }

  /// A span attribute's column of its own, for texts.
  LakeColumn(String attributeKey) {
    this(attributeKey.replace('.', '_'), Shape.TEXT, attributeKey);
  }

  LakeColumn(String columnName, Shape shape, String attributeKey) {
    this(columnName, shape, false, attributeKey, 0);
  }

  LakeColumn(
      String columnName,
      Shape shape,
      boolean required,
      @Nullable String attributeKey,
      int addedFieldId) {
    this.columnName = columnName;
    this.shape = shape;
    this.required = required;
    this.attributeKey = attributeKey;
    this.addedFieldId = addedFieldId;
  }

  @SuppressWarnings("EnumOrdinal") // the ids are the places, by the format; a test holds them
  int fieldId() {
    return wasAdded() ? addedFieldId : ordinal() + 1;
  }

  /// Whether tables and files of earlier versions may lack it.
  boolean wasAdded() {
    return addedFieldId > 0;
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
