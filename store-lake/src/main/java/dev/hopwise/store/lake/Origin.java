package dev.hopwise.store.lake;

import dev.hopwise.model.InstrumentationScope;
import dev.hopwise.model.Resource;

/// The resource and the scope that spans share, with the ids of their texts (TextPool.NONE where
/// the column is null).
record Origin(
    Resource resource,
    InstrumentationScope scope,
    int service,
    int resourceJson,
    int resourceSchemaUrl,
    int scopeName,
    int scopeVersion,
    int scopeJson,
    int scopeSchemaUrl) {

  static Origin of(Resource resource, InstrumentationScope scope, TextPool texts) {
    return new Origin(
        resource,
        scope,
        texts.intern(resource.serviceName()),
        resource.attributes().isEmpty()
            ? TextPool.NONE
            : texts.intern(ValueText.encodeObject(resource.attributes())),
        unlessEmpty(resource.schemaUrl(), texts),
        unlessEmpty(scope.name(), texts),
        unlessEmpty(scope.version(), texts),
        scope.attributes().isEmpty()
            ? TextPool.NONE
            : texts.intern(ValueText.encodeObject(scope.attributes())),
        unlessEmpty(scope.schemaUrl(), texts));
  }

  private static int unlessEmpty(String text, TextPool texts) {
    return text.isEmpty() ? TextPool.NONE : texts.intern(text);
  }
}
