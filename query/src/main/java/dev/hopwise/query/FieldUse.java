package dev.hopwise.query;

import dev.hopwise.store.Field;
import dev.hopwise.traceql.FieldExpression;
import dev.hopwise.traceql.Query;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Is told which fields are asked for.
@FunctionalInterface
public interface FieldUse {

  /// Nobody wants to know.
  FieldUse IGNORED = _ -> {};

  /// A query uses a field at this moment. Called by any thread; has to be quick.
  void used(Field field);

  /// All fields that a query mentions.
  default void used(Query query) {
    used(query.fields());
  }

  /// The same of expressions.
  default void used(Collection<FieldExpression> expressions) {
    expressions.forEach(expression -> {
      @Nullable Field field = Fields.of(expression);
      if (field != null) {
        used(field);
      }
    });
  }
}
