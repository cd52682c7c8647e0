package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.ArrayList;
import java.util.List;

/// Who may push from the start: the account that the installing user takes; and the roles that let
/// somebody be it.
public record WriterRules(StackOptions options) implements Component {
  /// Lets its holder be the first writer.
  public static final String PUSH = "mooring-push";

  /// Lets its holder read how the stack was installed.
  public static final String READ = "mooring-stack";

  /// Where Istio writes the mesh's roots into every namespace.
  static final String ROOTS = "istio-ca-root-cert";

  @Override
  public String base() {
    return "writers";
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = new Meta(options, options.namespace());
    String account = options.account();
    List<KubeObject> objects = new ArrayList<>();
    objects.addAll(
        List.of(
            Namespaces.account(meta, account),
            Roles.role(
                meta,
                PUSH,
                List.of(
                    Roles.rule("serviceaccounts/token", List.of("create"), account),
                    Roles.rule("configmaps", List.of("get"), ROOTS))),
            Roles.role(
                meta, READ, List.of(Roles.rule("configmaps", List.of("get"), StackRecord.NAME)))));
    if (!options.isCache()) {
      objects.add(
          WriterPolicy.of(
              options, new Writer(account, options.namespace(), account, List.of("*"))));
    }
    return objects;
  }
}
