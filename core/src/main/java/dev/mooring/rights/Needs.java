package dev.mooring.rights;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rights that one job needs, in the namespaces in which it needs them.
///
/// @param id stable, for scripts, and the name of the Role that would grant them: "debug"
/// @param job what cannot be done without them: "debug in namespace shop"
/// @param rights none where any may do it
public record Needs(String id, String job, List<Right> rights) {
  /// Where Istio writes the mesh's roots into every namespace.
  private static final String ROOTS = "istio-ca-root-cert";

  public Needs {
    rights = List.copyOf(rights);
  }

  /// To apply objects as they are rendered: each is read, and patched by server-side apply, which
  /// also wants `create` for an object that is not there yet.
  public static Needs install(Collection<KubeObject> desired) {
    Set<Right> rights = new LinkedHashSet<>();
    for (String verb : List.of("get", "create", "patch")) {
      for (KubeObject each : desired) {
        Kind kind = Kind.of(each);
        rights.add(
            Right.always(AccessRequest.to(verb, kind, kind.namespaced() ? each.namespace() : "")));
      }
    }
    return new Needs("install", Messages.of("install-the-registry"), List.copyOf(rights));
  }

  /// To remove objects that stand.
  ///
  /// @param present what goes
  /// @param changing namespaces and Sidecars that only lose what Mooring added to them
  public static Needs uninstall(Collection<KubeObject> present, Collection<KubeObject> changing) {
    Set<Right> rights = new LinkedHashSet<>();
    for (String verb : List.of("get", "delete")) {
      for (KubeObject each : present) {
        Kind kind = Kind.of(each);
        rights.add(
            Right.always(AccessRequest.to(verb, kind, kind.namespaced() ? each.namespace() : "")));
      }
    }
    for (KubeObject each : changing) {
      Kind kind = Kind.of(each);
      rights.add(
          Right.always(AccessRequest.to("patch", kind, kind.namespaced() ? each.namespace() : "")));
    }
    return new Needs("uninstall", Messages.of("uninstall-the-registry"), List.copyOf(rights));
  }

  /// To find pods in a namespace and connect to an address of theirs, with a certificate for an
  /// account.
  ///
  /// @param entrance the namespace of the pods whose address is offered
  /// @param roots the namespace from which the mesh's roots are read
  public static Needs connectAt(String entrance, String roots) {
    List<Right> rights = new ArrayList<>();
    find(rights, entrance);
    return connect(rights, roots);
  }

  /// To find pods in namespaces and forward to them, with a certificate for an account.
  ///
  /// @param forwarded the namespaces whose pods are forwarded to
  /// @param roots the namespace from which the mesh's roots are read
  public static Needs connectThrough(Collection<String> forwarded, String roots) {
    List<Right> rights = new ArrayList<>();
    for (String namespace : new LinkedHashSet<>(forwarded)) {
      find(rights, namespace);
      stream(rights, "portforward", namespace);
    }
    return connect(rights, roots);
  }

  /// To find the pods of a registry's door and forward to them.
  ///
  /// @param namespace the registry's
  /// @param authority the ConfigMap by which the door is known; empty where it shows nothing
  public static Needs connectDoor(String namespace, String authority) {
    List<Right> rights = new ArrayList<>();
    find(rights, namespace);
    stream(rights, "portforward", namespace);
    if (!authority.isEmpty()) {
      rights.add(Right.always(new AccessRequest("get", "", "configmaps", namespace, authority)));
    }
    return new Needs("connect", Messages.of("connect-to-the-registry"), rights);
  }

  private static Needs connect(List<Right> rights, String roots) {
    rights.add(Right.always(new AccessRequest("get", "", "configmaps", roots, ROOTS)));
    return new Needs("connect", Messages.of("connect-to-the-registry"), rights);
  }

  /// A ServiceAccount whose certificate is shown.
  public record Account(String namespace, String name) {}

  /// To look at what a forward leads to.
  ///
  /// @param owners as [#forward]
  public static Needs look(String namespace, Collection<Kind> owners) {
    List<Right> rights = new ArrayList<>();
    watch(rights, namespace, owners);
    return new Needs("forward", Messages.of("forward-in-namespace", namespace), rights);
  }

  /// To forward to a service by the laptops' entrance, under an account's identity.
  ///
  /// @param entrance the entrance's namespace
  /// @param forwarded whether its pods are forwarded to, because it offers no address
  public static Needs throughEntrance(String entrance, boolean forwarded, Account account) {
    List<Right> rights = new ArrayList<>();
    find(rights, entrance);
    if (forwarded) {
      stream(rights, "portforward", entrance);
    }
    return lending(rights, account);
  }

  /// To forward into pods whose sidecars listen, under an account's identity.
  ///
  /// @param owner as [#forward]
  public static Needs intoPods(String namespace, Optional<Kind> owner, Account account) {
    List<Right> rights = new ArrayList<>();
    watch(rights, namespace, owner.stream().toList());
    stream(rights, "portforward", namespace);
    return lending(rights, account);
  }

  private static Needs lending(List<Right> rights, Account account) {
    rights.add(
        Right.always(new AccessRequest("get", "", "configmaps", account.namespace(), ROOTS)));
    rights.add(
        Right.always(
            new AccessRequest(
                "create", "", "serviceaccounts/token", account.namespace(), account.name())));
    return new Needs(
        "forward-as",
        Messages.of("forward-under-the-identity-of", account.namespace(), account.name()),
        rights);
  }

  private static void find(List<Right> rights, String namespace) {
    rights.add(Right.always(AccessRequest.to("list", Kind.POD, namespace)));
    rights.add(Right.always(AccessRequest.to("watch", Kind.POD, namespace)));
  }

  /// To push as a ServiceAccount.
  public static Needs push(String namespace, String account) {
    return new Needs(
        "push",
        Messages.of("push-as", namespace, account),
        List.of(
            Right.always(
                new AccessRequest("create", "", "serviceaccounts/token", namespace, account))));
  }

  /// To free space in a registry: to see which images pods use anywhere, and to have the registry's
  /// pod start again and tell what it does.
  ///
  /// @param namespace the registry's
  /// @param users the kinds of what names images
  public static Needs collectGarbage(String namespace, Collection<Kind> users) {
    List<Right> rights = new ArrayList<>();
    users.forEach(each -> rights.add(Right.always(AccessRequest.to("list", each, ""))));
    rights.add(Right.always(AccessRequest.to("get", Kind.DEPLOYMENT, namespace)));
    rights.add(Right.always(AccessRequest.to("delete", Kind.POD, namespace)));
    rights.add(Right.always(AccessRequest.to("get", Kind.POD, "log", namespace)));
    for (String verb : List.of("get", "create", "patch", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.CONFIG_MAP, namespace)));
    }
    return new Needs("collect-garbage", Messages.of("free-space-in-the-registry"), rights);
  }

  /// To read and write archives on a volume: a short pod mounts it, in which a program runs.
  /// Whoever may run programs there may do so in every pod of that namespace.
  ///
  /// @param namespace the volume claim's
  public static Needs archives(String namespace) {
    List<Right> rights = new ArrayList<>();
    rights.add(Right.always(AccessRequest.to("get", Kind.VOLUME_CLAIM, namespace)));
    for (String verb : List.of("get", "list", "create", "patch", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.POD, namespace)));
    }
    stream(rights, "exec", namespace);
    return new Needs("archives", Messages.of("use-archives-on-a-volume-in", namespace), rights);
  }

  /// To say who can push.
  ///
  /// @param namespace the registry's
  public static Needs manageWriters(String namespace) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "list", "create", "patch", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.AUTHORIZATION_POLICY, namespace)));
    }
    return new Needs("writers", Messages.of("manage-who-can-push"), rights);
  }

  /// To let the pods of a ServiceAccount push.
  ///
  /// @param registry the registry's namespace
  /// @param namespace the builder's
  public static Needs allowBuilder(String registry, String namespace) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "list", "create", "patch")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.AUTHORIZATION_POLICY, registry)));
      rights.add(Right.always(AccessRequest.to(verb, Kind.SIDECAR, namespace)));
    }
    rights.add(Right.always(AccessRequest.to("list", Kind.POD, namespace)));
    return new Needs("builders", Messages.of("allow-builders-of", namespace), rights);
  }

  /// The same where there is no mesh.
  ///
  /// @param registry the registry's namespace
  /// @param namespace the builder's
  public static Needs allowDoorBuilder(String registry, String namespace) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "patch")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.CONFIG_MAP, registry)));
    }
    for (String verb : List.of("get", "create", "patch")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.CONFIG_MAP, namespace)));
    }
    return new Needs("builders", Messages.of("allow-builders-of", namespace), rights);
  }

  /// To take that back.
  ///
  /// @param registry the registry's namespace
  /// @param namespace the builder's
  public static Needs removeDoorBuilder(String registry, String namespace) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "patch")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.CONFIG_MAP, registry)));
    }
    for (String verb : List.of("get", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.CONFIG_MAP, namespace)));
    }
    return new Needs("builders", Messages.of("remove-builders-of", namespace), rights);
  }

  /// To take it back in a mesh.
  ///
  /// @param registry the registry's namespace
  /// @param namespace the builder's
  public static Needs removeBuilder(String registry, String namespace) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "list", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.AUTHORIZATION_POLICY, registry)));
    }
    for (String verb : List.of("get", "list", "patch", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.SIDECAR, namespace)));
    }
    return new Needs("builders", Messages.of("remove-builders-of", namespace), rights);
  }

  /// The same, where one ConfigMap says so.
  public static Needs manageWriters(String namespace, String configMap) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "patch")) {
      rights.add(Right.always(new AccessRequest(verb, "", "configmaps", namespace, configMap)));
    }
    return new Needs("writers", Messages.of("manage-who-can-push"), rights);
  }

  /// To try a change of who can push in a mesh, and to see whom it would have refused.
  ///
  /// @param namespace the registry's
  public static Needs rehearse(String namespace) {
    List<Right> rights = new ArrayList<>(manageWriters(namespace).rights());
    for (String verb : List.of("get", "create", "patch", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.ENVOY_FILTER, namespace)));
    }
    return rehearsing(namespace, rights);
  }

  /// The same, where one ConfigMap says who can push.
  public static Needs rehearse(String namespace, String configMap) {
    return rehearsing(namespace, new ArrayList<>(manageWriters(namespace, configMap).rights()));
  }

  private static Needs rehearsing(String namespace, List<Right> rights) {
    rights.add(Right.always(AccessRequest.to("list", Kind.POD, namespace)));
    rights.add(Right.always(AccessRequest.to("get", Kind.POD, "log", namespace)));
    return new Needs("rehearse", Messages.of("rehearse-who-can-push"), rights);
  }

  /// To forward to pods of a namespace.
  ///
  /// @param namespace empty for all namespaces
  /// @param owners the kinds of what selects the pods: a Service, a Deployment
  public static Needs forward(String namespace, Collection<Kind> owners) {
    List<Right> rights = new ArrayList<>();
    watch(rights, namespace, owners);
    stream(rights, "portforward", namespace);
    return new Needs(
        "forward",
        namespace.isEmpty()
            ? Messages.of("forward-in-all-namespaces")
            : Messages.of("forward-in-namespace", namespace),
        rights);
  }

  private static void watch(List<Right> rights, String namespace, Collection<Kind> owners) {
    Set<Kind> watched = new LinkedHashSet<>(owners);
    watched.add(Kind.POD);
    for (Kind each : watched) {
      rights.add(Right.always(AccessRequest.to("list", each, namespace)));
      rights.add(Right.always(AccessRequest.to("watch", each, namespace)));
    }
  }

  /// The same for what one object selects; empty where the target names the pods.
  public static Needs forward(String namespace, Optional<Kind> owner) {
    return forward(namespace, owner.stream().toList());
  }

  /// To start a pod's program under a debugger in another pod, and to delete that.
  public static Needs debugCopy(String namespace) {
    List<Right> rights = new ArrayList<>();
    for (String verb : List.of("get", "list", "create", "patch", "delete")) {
      rights.add(Right.always(AccessRequest.to(verb, Kind.POD, namespace)));
    }
    stream(rights, "attach", namespace);
    stream(rights, "portforward", namespace);
    return new Needs("debug-copy", Messages.of("debug-copies-in-namespace", namespace), rights);
  }

  /// To have a workload start its pods under a debugger, and to restore it.
  public static Needs debugRelaunch(String namespace, Kind workload) {
    List<Right> rights = new ArrayList<>(debugCopy(namespace).rights());
    for (String verb : List.of("get", "patch")) {
      rights.add(Right.always(AccessRequest.to(verb, workload, namespace)));
    }
    return new Needs(
        "debug-relaunch", Messages.of("relaunch-workloads-in-namespace", namespace), rights);
  }

  /// To add a debugging container to a pod, to attach to it and to forward to it.
  ///
  /// @param namespace empty for all namespaces
  public static Needs debug(String namespace) {
    List<Right> rights = new ArrayList<>();
    rights.add(Right.always(AccessRequest.to("get", Kind.POD, namespace)));
    rights.add(Right.always(AccessRequest.to("list", Kind.POD, namespace)));
    rights.add(Right.always(AccessRequest.to("patch", Kind.POD, "ephemeralcontainers", namespace)));
    stream(rights, "attach", namespace);
    stream(rights, "portforward", namespace);
    return new Needs(
        "debug",
        namespace.isEmpty()
            ? Messages.of("debug-in-all-namespaces")
            : Messages.of("debug-in-namespace", namespace),
        rights);
  }

  /// To take a snapshot of a program that is debugged: its memory is read from the debug container
  /// by programs that are run there.
  public static Needs snapshot(String namespace) {
    List<Right> rights = new ArrayList<>();
    rights.add(Right.always(AccessRequest.to("get", Kind.POD, namespace)));
    stream(rights, "exec", namespace);
    stream(rights, "portforward", namespace);
    return new Needs("snapshot", Messages.of("take-snapshots-in-namespace", namespace), rights);
  }

  /// To raise the memory limit of a pod for as long as a debugger is in it, and to note on the pod
  /// what it was.
  public static Needs headroom(String namespace) {
    return new Needs(
        "headroom",
        Messages.of("raise-memory-limits-in-namespace", namespace),
        List.of(
            Right.always(AccessRequest.to("get", Kind.POD, namespace)),
            Right.always(AccessRequest.to("patch", Kind.POD, namespace)),
            Right.always(AccessRequest.to("patch", Kind.POD, "resize", namespace))));
  }

  /// To give the containers of a workload another image.
  public static Needs setImage(Kind workload, String namespace) {
    return new Needs(
        "set-image",
        Messages.of("set-images-in-namespace", namespace),
        List.of(
            Right.always(AccessRequest.to("get", workload, namespace)),
            Right.always(AccessRequest.to("patch", workload, namespace))));
  }

  /// To give them the image back that they had before.
  ///
  /// @param kept what keeps the workload's former templates
  public static Needs rollBack(Kind workload, Kind kept, String namespace) {
    List<Right> rights = new ArrayList<>(setImage(workload, namespace).rights());
    rights.add(Right.always(AccessRequest.to("list", kept, namespace)));
    return new Needs("roll-back", Messages.of("roll-back-in-namespace", namespace), rights);
  }

  private static void stream(List<Right> rights, String subresource, String namespace) {
    rights.add(Right.always(AccessRequest.to("get", Kind.POD, subresource, namespace)));
    rights.add(Right.secondOfStream(AccessRequest.to("create", Kind.POD, subresource, namespace)));
  }
}
