package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `manifests/` is written by this test when it runs with `-Dmooring.manifests=write`, and compared
/// otherwise.
final class ManifestsTest {
  private static final Path ROOT = Path.of("../manifests");
  private static final String MADE =
      "# Made from core's components (mvn -pl core test -Dtest=ManifestsTest"
          + " -Dmooring.manifests=write).\n";

  /// A builder to begin with.
  private static final Builder BUILDER =
      new Builder(new ServiceAccount("build", "kaniko"), List.of("app/*"));

  private static final List<KubeObject> BUILDERS =
      List.of(
          BuilderPolicy.of(StackOptions.defaults(), BUILDER),
          new BuilderListener(StackOptions.defaults()).sidecar("build", Document.nothing()));

  /// Where it builds, which the button expects to be there.
  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: build
        labels:
          istio-injection: enabled
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata:
        name: kaniko
        namespace: build
      """;

  @Test
  void theCheckedInFilesAreWhatTheButtonApplies() throws IOException {
    Map<String, String> wanted = wanted();
    if ("write".equals(System.getProperty("mooring.manifests"))) {
      write(wanted);
    }
    assertEquals(wanted, found());
  }

  private static Map<String, String> wanted() {
    Map<String, String> files = new TreeMap<>();
    overlay(files, "default", Protection.MESH, "");
    overlay(
        files,
        "tokens",
        Protection.TOKENS,
        """
        # A file has no keys: its pods wait until `mooring install` has made the certificate, or
        # `mooring render --protection tokens | kubectl apply -f -`, which prints one.
        """);
    overlay(files, "plain", Protection.PLAIN, "# Not encrypted, no identities.\n");
    second(files);
    cache(files);
    ingress(files);
    archives(files);
    egress(files);
    base(files, "builders", BUILDERS);
    files.put("overlays/builders/namespace.yaml", MADE + NAMESPACE);
    files.put(
        "overlays/builders/kustomization.yaml",
        kustomization(List.of("../default", "namespace.yaml", "../../bases/builders")));
    return files;
  }

  private static void overlay(
      Map<String, String> files, String name, Protection protection, String remark) {
    Map<String, List<KubeObject>> bases =
        new Rendering(StackOptions.defaults().withProtection(protection), Surroundings.usual())
            .bases();
    bases.values().removeIf(List::isEmpty);
    bases.forEach((base, objects) -> base(files, base, objects));
    files.put(
        "overlays/" + name + "/kustomization.yaml",
        remark
            + kustomization(bases.keySet().stream().map(each -> "../../bases/" + each).toList()));
  }

  /// A further registry has namespaces of its own, so that it shares no object with the default
  /// one.
  private static void second(Map<String, String> files) {
    StackOptions options = StackOptions.defaults().named("team-a");
    files.put(
        "overlays/second/objects.yaml",
        "# A registry beside the default one: localhost:%d on the nodes. To name it otherwise, print\n# it with `mooring render --registry NAME`.\n"
                .formatted(options.nodePort())
            + MADE
            + yaml(new Rendering(options, Surroundings.usual()).objects()));
    files.put("overlays/second/kustomization.yaml", kustomization(List.of("objects.yaml")));
  }

  /// A registry beside the default one, too, that keeps what others pull through it.
  private static void cache(Map<String, String> files) {
    StackOptions options =
        StackOptions.defaults()
            .named("hub")
            .withAdditions(Additions.NONE.withPullThrough("https://registry-1.docker.io"));
    files.put(
        "overlays/pull-through/objects.yaml",
        "# A cache of Docker Hub: localhost:%d/library/alpine:3 on the nodes. For another registry, print it\n# with `mooring render --registry NAME --pull-through URL`.\n"
                .formatted(options.nodePort())
            + MADE
            + yaml(new Rendering(options, Surroundings.usual()).objects()));
    files.put("overlays/pull-through/kustomization.yaml", kustomization(List.of("objects.yaml")));
  }

  /// With a gateway of Istio's that builds of GitHub's reach, to begin with.
  private static void ingress(Map<String, String> files) {
    String issuer = "https://token.actions.githubusercontent.com";
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(
                Additions.NONE.withIngress(
                    new Ingress(
                        "registry.example.com",
                        issuer,
                        issuer + "/.well-known/jwks",
                        "",
                        "istio/istio-ingress/gateway/443",
                        "",
                        "")));
    files.put(
        "overlays/ingress/objects.yaml",
        "# Replace the host, the issuer of the tokens and the gateway, or print it with\n# `mooring render --ingress HOST`. No token opens anything until `mooring token allow`.\n"
            + MADE
            + yaml(new Rendering(options, Surroundings.usual()).objects()));
    files.put("overlays/ingress/kustomization.yaml", kustomization(List.of("objects.yaml")));
  }

  /// The default one with a volume for archives. The record says so, too.
  private static void archives(Map<String, String> files) {
    StackOptions defaults = StackOptions.defaults();
    StackOptions options = defaults.withAdditions(defaults.additions().withArchives("10Gi"));
    Map<String, List<KubeObject>> bases = new Rendering(options, Surroundings.usual()).bases();
    List<String> resources = new ArrayList<>();
    for (Map.Entry<String, List<KubeObject>> each : bases.entrySet()) {
      String base = each.getKey();
      boolean same = !base.equals("archives") && !base.equals("record");
      String folder = same || base.equals("archives") ? base : "archives-" + base;
      if (!same) {
        base(files, folder, each.getValue());
      }
      resources.add("../../bases/" + folder);
    }
    files.put("overlays/archives/kustomization.yaml", kustomization(resources));
  }

  /// The way out of builders, beside the default registry.
  private static void egress(Map<String, String> files) {
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(Additions.NONE.withEgress(List.of("github.com", "proxy.golang.org")));
    files.put(
        "overlays/egress/objects.yaml",
        "# The default registry, and an egress proxy for its builders. Each builder needs a rule there,\n# and a Sidecar that is REGISTRY_ONLY, which `mooring builder allow` makes.\n"
            + MADE
            + yaml(new Rendering(options, Surroundings.usual()).objects()));
    files.put("overlays/egress/kustomization.yaml", kustomization(List.of("objects.yaml")));
  }

  private static void base(Map<String, String> files, String base, List<KubeObject> objects) {
    files.put("bases/" + base + "/objects.yaml", MADE + yaml(objects));
    files.put("bases/" + base + "/kustomization.yaml", kustomization(List.of("objects.yaml")));
  }

  private static String yaml(List<KubeObject> objects) {
    return objects.stream()
        .map(each -> Documents.yaml(each.document()))
        .collect(Collectors.joining("---\n"));
  }

  private static String kustomization(List<String> resources) {
    return MADE
        + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
        + resources.stream().map(each -> "- " + each + "\n").collect(Collectors.joining());
  }

  private static Map<String, String> found() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(ROOT)) {
      for (Path each : tree.filter(Files::isRegularFile).toList()) {
        files.put(ROOT.relativize(each).toString().replace('\\', '/'), Files.readString(each));
      }
    }
    return files;
  }

  private static void write(Map<String, String> files) throws IOException {
    for (String stale : found().keySet()) {
      Files.delete(ROOT.resolve(stale));
    }
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = ROOT.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
  }
}
