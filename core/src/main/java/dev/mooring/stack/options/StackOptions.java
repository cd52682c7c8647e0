package dev.mooring.stack.options;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.mesh.Entrance;
import dev.mooring.mesh.PlainRegistry;
import dev.mooring.mesh.RegistryDoor;
import dev.mooring.mesh.RegistryLocation;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What to install.
///
/// @param registry the registry's name: one of its kind in a cluster, and what every object of its
/// stack is labelled with
/// @param namespace the registry's; it has room for one
/// @param nodeNamespace the nodes' entrance's
/// @param entranceNamespace the laptops' entrance's
/// @param registryImage any reference that the nodes can pull or have
/// @param storageSize as a Kubernetes quantity
/// @param storageClass empty for the cluster's default
/// @param nodePort the port on each node's loopback
/// @param account the ServiceAccount that the installing user writes as, in the registry's
/// namespace
/// @param entrance how laptops reach their entrance
/// @param nodeSources source addresses (CIDR) that the nodes' entrance answers; empty for all
/// @param protection what stands before the registry and checks who asks
/// @param envoyImage of the Envoys that check tokens where there is no mesh
/// @param imageRegistry where the images of the stack come from instead of their own registries:
/// "registry.corp.example" or "harbor.corp.example/mirror"; empty for their own
/// @param clusterDomain what the names of the cluster's services end with; empty for what is found
/// @param additions what it has beside its own entrances
public record StackOptions(
    String registry,
    String namespace,
    String nodeNamespace,
    String entranceNamespace,
    String registryImage,
    String storageSize,
    String storageClass,
    int nodePort,
    String account,
    EntranceMode entrance,
    List<String> nodeSources,
    Protection protection,
    String envoyImage,
    String imageRegistry,
    String clusterDomain,
    Additions additions) {
  public static final String DEFAULT_IMAGE = "docker.io/library/registry:3.1.2";

  public static final String DEFAULT_ENVOY = "docker.io/envoyproxy/envoy:distroless-v1.40.0";

  /// The registry's Deployment, Service and account, and its pods' label `app`.
  public static final String REGISTRY = "kube-registry";

  /// On the nodes 5000 is the default registry's; Install gives a further one the first port from
  /// this on that is free on all of them.
  public static final int FIRST_FURTHER_PORT = 5001;

  /// Where the registry's sidecar listens in its pod.
  public static final int POD_PORT = 5000;

  private static final int MOST_SOURCES = 100;

  /// The namespaces of its entrances are called like it and may have 63 letters.
  private static final int LONGEST_REGISTRY = 40;

  private static final String NODES = "mooring-node";
  private static final String INGRESS = "mooring-ingress";
  private static final String EGRESS = "mooring-egress";

  /// Kubernetes' own default.
  private static final String USUAL_DOMAIN = "cluster.local";

  /// @throws dev.mooring.problem.MooringException naming the option that cannot be used
  public StackOptions {
    nodeSources = List.copyOf(nodeSources);
    Names.label(Messages.of("registry-name"), registry);
    if (registry.length() > LONGEST_REGISTRY) {
      throw Names.refused(
          Messages.of("registry-name"),
          registry,
          Messages.of("its-name-has-at-most", LONGEST_REGISTRY));
    }
    Names.label("namespace", namespace);
    Names.label(Messages.of("node-namespace"), nodeNamespace);
    Names.label(Messages.of("entrance-namespace"), entranceNamespace);
    Names.label("account", account);
    Names.image(Messages.of("registry-image"), registryImage);
    Names.image(Messages.of("envoy-image"), envoyImage);
    Names.quantity(storageSize);
    if (!storageClass.isEmpty()) {
      Names.subdomain(Messages.of("storage-class"), storageClass);
    }
    if (nodePort < 1 || nodePort > 65535) {
      throw Names.refused(
          Messages.of("node-port"),
          Integer.toString(nodePort),
          Messages.of("a-port-is-1-to-65535"));
    }
    if (nodeSources.size() > MOST_SOURCES) {
      throw Names.refused(
          Messages.of("list-of-node-sources"),
          Messages.of("entries", nodeSources.size()),
          Messages.of("100-are-the-most"));
    }
    nodeSources.forEach(Names::cidr);
    if (!imageRegistry.isEmpty()) {
      Names.imageRegistry(imageRegistry);
    }
    if (!clusterDomain.isEmpty()) {
      Names.subdomain(Messages.of("cluster-domain"), clusterDomain);
    }
    if (namespace.equals(nodeNamespace)) {
      throw Names.refused(
          Messages.of("node-namespace"),
          nodeNamespace,
          Messages.of("the-registry-and-the-nodes-entrance"));
    }
    if (Set.of(namespace, nodeNamespace).contains(entranceNamespace)) {
      throw Names.refused(
          Messages.of("entrance-namespace"),
          entranceNamespace,
          Messages.of("a-right-to-port-forward-reaches"));
    }
  }

  /// The default registry: `localhost:5000` on every node.
  public static StackOptions defaults() {
    return new StackOptions(
        REGISTRY,
        REGISTRY,
        NODES,
        Entrance.NAMESPACE,
        DEFAULT_IMAGE,
        "30Gi",
        "",
        5000,
        "mooring",
        EntranceMode.NONE,
        List.of(),
        Protection.MESH,
        DEFAULT_ENVOY,
        "",
        "",
        Additions.NONE);
  }

  /// What holds until a cluster has recorded its own: the defaults, and what the settings change of
  /// them.
  ///
  /// @throws dev.mooring.problem.MooringException when the settings name no image
  public static StackOptions of(Settings settings) {
    return defaults().withRegistryImage(settings.registryImage());
  }

  /// The same for another registry, in a namespace called like it, with entrances of its own.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be a name
  public StackOptions named(String name) {
    if (name.equals(REGISTRY)) {
      return withRegistry(name)
          .withNamespace(name)
          .withNodeNamespace(NODES)
          .withEntranceNamespace(Entrance.NAMESPACE);
    }
    return withRegistry(name)
        .withNodePort(FIRST_FURTHER_PORT)
        .withNamespace(name)
        .withNodeNamespace(NODES + "-" + name)
        .withEntranceNamespace(Entrance.NAMESPACE + "-" + name);
  }

  /// Whether it is the one that commands mean which name none.
  public boolean isDefault() {
    return registry.equals(REGISTRY);
  }

  public StackOptions withRegistry(String next) {
    return with("registry", next);
  }

  public StackOptions withNamespace(String next) {
    return with("namespace", next);
  }

  public StackOptions withNodeNamespace(String next) {
    return with("nodeNamespace", next);
  }

  public StackOptions withEntranceNamespace(String next) {
    return with("entranceNamespace", next);
  }

  public StackOptions withRegistryImage(String next) {
    return with("registryImage", next);
  }

  public StackOptions withStorageSize(String next) {
    return with("storageSize", next);
  }

  public StackOptions withStorageClass(String next) {
    return with("storageClass", next);
  }

  public StackOptions withNodePort(int next) {
    return with("nodePort", next);
  }

  public StackOptions withAccount(String next) {
    return with("account", next);
  }

  public StackOptions withEntrance(EntranceMode next) {
    return with("entrance", next.word());
  }

  public StackOptions withNodeSources(List<String> next) {
    return with("nodeSources", next);
  }

  public StackOptions withProtection(Protection next) {
    return with("protection", next.word());
  }

  public StackOptions withEnvoyImage(String next) {
    return with("envoyImage", next);
  }

  public StackOptions withImageRegistry(String next) {
    return with("imageRegistry", next);
  }

  public StackOptions withClusterDomain(String next) {
    return with("clusterDomain", next);
  }

  public StackOptions withAdditions(Additions next) {
    return with("additions", next.map());
  }

  /// The registry's image as the nodes are to pull it.
  public String image() {
    return pulled(registryImage);
  }

  /// An image of the stack as the nodes are to pull it: from its own registry, or from the one that
  /// keeps copies for a cluster without a way out.
  public String pulled(String image) {
    return CopiedImages.name(image, imageRegistry);
  }

  /// Whether it only keeps copies of another registry's images, so that nobody pushes to it.
  public boolean isCache() {
    return additions.upstream().isPresent();
  }

  /// Whether its builders reach the hosts that are listed, and no others.
  public boolean hasEgress() {
    return !additions.egress().isEmpty();
  }

  /// Of what leads them out.
  public String egressNamespace() {
    return isDefault() ? EGRESS : EGRESS + "-" + registry;
  }

  /// What the names of the cluster's services end with.
  public String domain() {
    return clusterDomain.isEmpty() ? USUAL_DOMAIN : clusterDomain;
  }

  /// These, but for what differs between the two others: that is as in `after`.
  ///
  /// @throws dev.mooring.problem.MooringException when the two do not go together
  public StackOptions withChanges(StackOptions before, StackOptions after) {
    Map<String, Document> was = before.document().entries();
    Document next = document();
    for (Map.Entry<String, Document> each : after.document().entries().entrySet()) {
      if (!each.getValue().equals(was.get(each.getKey()))) {
        next = next.with(each.getValue(), each.getKey());
      }
    }
    return read(next, this);
  }

  private StackOptions with(String key, Object value) {
    return read(document().with(value, key), this);
  }

  /// As the cluster keeps them.
  public String yaml() {
    return Documents.yaml(document());
  }

  /// What the cluster kept. What is missing there, because an older Mooring did not know it, is
  /// taken from `otherwise`; but a record that says nothing of its protection is of a mesh, which
  /// was the only one.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be used
  public static StackOptions parse(String yaml, StackOptions otherwise) {
    return Documents.yaml(yaml, Messages.of("the-options-recorded-on-the-cluster")).stream()
        .findFirst()
        .map(each -> read(each, otherwise.withProtection(Protection.MESH)))
        .orElse(otherwise);
  }

  private Document document() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("registry", registry);
    map.put("namespace", namespace);
    map.put("nodeNamespace", nodeNamespace);
    map.put("entranceNamespace", entranceNamespace);
    map.put("registryImage", registryImage);
    map.put("storageSize", storageSize);
    map.put("storageClass", storageClass);
    map.put("nodePort", nodePort);
    map.put("account", account);
    map.put("entrance", entrance.word());
    map.put("nodeSources", nodeSources);
    map.put("protection", protection.word());
    map.put("envoyImage", envoyImage);
    map.put("imageRegistry", imageRegistry);
    map.put("clusterDomain", clusterDomain);
    map.put("additions", additions.map());
    return Document.of(map);
  }

  private static StackOptions read(Document from, StackOptions otherwise) {
    return new StackOptions(
        text(from, "registry", otherwise.registry),
        text(from, "namespace", otherwise.namespace),
        text(from, "nodeNamespace", otherwise.nodeNamespace),
        text(from, "entranceNamespace", otherwise.entranceNamespace),
        text(from, "registryImage", otherwise.registryImage),
        text(from, "storageSize", otherwise.storageSize),
        text(from, "storageClass", otherwise.storageClass),
        from.at("nodePort").integer().map(Math::toIntExact).orElse(otherwise.nodePort),
        text(from, "account", otherwise.account),
        EntranceMode.parse(text(from, "entrance", otherwise.entrance.word())),
        from.at("nodeSources").isNothing() ? otherwise.nodeSources : from.at("nodeSources").texts(),
        Protection.parse(text(from, "protection", otherwise.protection.word())),
        text(from, "envoyImage", otherwise.envoyImage),
        text(from, "imageRegistry", otherwise.imageRegistry),
        text(from, "clusterDomain", otherwise.clusterDomain),
        from.at("additions").isNothing()
            ? otherwise.additions
            : Additions.read(from.at("additions")));
  }

  private static String text(Document from, String key, String otherwise) {
    return from.at(key).text().orElse(otherwise);
  }

  /// For whom tokens are made that this registry's door takes. Each registry has its own, so that
  /// whoever keeps one cannot use what it was shown at another.
  public String audience() {
    return isDefault() ? RegistryDoor.AUDIENCE : RegistryDoor.AUDIENCE + "." + registry;
  }

  /// Where laptops offer it unless told otherwise: an image should have the same name there as on
  /// the nodes. The user's choice of a port is the default registry's.
  public int localPort(Settings settings) {
    return isDefault() ? settings.localPort() : nodePort;
  }

  /// The namespace of the ingress, where there is one.
  public String ingressNamespace() {
    return isDefault() ? INGRESS : INGRESS + "-" + registry;
  }

  /// Whether the ingress's own Envoy ends TLS: a gateway of the mesh speaks mutual TLS to its
  /// sidecar, what else carries the host knows nothing of the mesh.
  public boolean ingressEndsTls() {
    boolean mesh = additions.ingress().carrier().filter(Carrier::ofMesh).isPresent();
    return protection != Protection.MESH || !mesh;
  }

  /// The account that Install makes, which can push everywhere.
  public ServiceAccount firstWriter() {
    return new ServiceAccount(namespace, account);
  }

  /// The registry that these options install, for the account that Install makes.
  public RegistryPlace location() {
    return location(firstWriter());
  }

  /// The registry that these options install, for another identity.
  public RegistryPlace location(ServiceAccount as) {
    return switch (protection) {
      case MESH -> new RegistryLocation(namespace, REGISTRY, POD_PORT, as, entranceNamespace);
      case TOKENS -> new RegistryDoor(namespace, REGISTRY, POD_PORT, as, audience());
      case PLAIN -> new PlainRegistry(namespace, REGISTRY, POD_PORT);
    };
  }
}
