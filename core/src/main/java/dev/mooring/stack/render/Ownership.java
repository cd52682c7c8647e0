package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import java.util.Map;
import java.util.TreeMap;

/// How the stack's objects are known from those of others: by two labels on each.
public final class Ownership {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String PART_OF = "app.kubernetes.io/part-of";
  public static final String MOORING = "mooring";

  private Ownership() {}

  public static Map<String, String> labels(StackOptions options) {
    return new TreeMap<>(Map.of(MANAGED_BY, MOORING, PART_OF, options.registry()));
  }

  /// For listing the stack's objects.
  public static String selector(StackOptions options) {
    return MANAGED_BY + "=" + MOORING + "," + PART_OF + "=" + options.registry();
  }

  /// Whether it is an object of this stack.
  public static boolean belongs(KubeObject object, StackOptions options) {
    return mooring(object) && options.registry().equals(object.labels().get(PART_OF));
  }

  /// Whether it is an object of any of Mooring's stacks.
  public static boolean mooring(KubeObject object) {
    return MOORING.equals(object.labels().get(MANAGED_BY));
  }
}
