package dev.mooring.stack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written for the tools is whole, valid, and about this registry and this builder.
final class ConfigurationTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final StackOptions TEAM = OPTIONS.named("team-a").withNodePort(5001);
  private static final Builder KANIKO =
      new Builder(new ServiceAccount("build", "kaniko"), List.of("app/*"));
  private static final Builder CI = new Builder(new ServiceAccount("ci", "runner"), List.of("ci"));

  private static BuildSetup setup(StackOptions options, String repository) {
    return BuildSetup.choose(
        options,
        List.of(CI, KANIKO),
        Optional.of(repository).filter(each -> !each.isEmpty()),
        Optional.empty(),
        Optional.empty());
  }

  private static String text(BuildTool tool) {
    return Configuration.of(tool, setup(OPTIONS, "app/web"));
  }

  private static List<Document> yaml(BuildTool tool) {
    return Documents.yaml(text(tool), tool.file());
  }

  @ParameterizedTest
  @EnumSource
  void eachToolGetsAWholeFileAboutThisRegistry(BuildTool tool) {
    String here = text(tool);
    assertFalse(here.matches("(?s).*@[A-Za-z]+@.*"), here);
    assertTrue(here.contains("localhost:5000/app/web"), here);
    assertFalse(here.contains("--registry"), here);
    String there = Configuration.of(tool, setup(TEAM, "app/web"));
    assertTrue(there.contains("localhost:5001/app/web"), there);
    assertTrue(there.contains("registry team-a"), there);
    assertFalse(there.contains("localhost:5000"), there);
  }

  @Test
  void containerdAsksACacheForTheImagesOfItsUpstream() {
    StackOptions hub =
        TEAM.withAdditions(Additions.NONE.withPullThrough("https://registry-1.docker.io"));
    String text = Configuration.of(BuildTool.CONTAINERD, setup(hub, "library/alpine"));
    assertTrue(text.contains("/etc/containerd/certs.d/docker.io/hosts.toml"), text);
    assertTrue(text.contains("server = \"https://registry-1.docker.io\"\n"), text);
    assertTrue(text.contains("[host.\"http://localhost:5001\"]\n"), text);
    assertFalse(text.contains("push"), text);
  }

  @ParameterizedTest
  @EnumSource(names = {"KANIKO", "BUILDKIT"})
  void buildersAreToldTheProxyWhereThereIsOne(BuildTool tool) {
    assertFalse(text(tool).contains("PROXY"), text(tool));
    StackOptions options = OPTIONS.withAdditions(Additions.NONE.withEgress(List.of("github.com")));
    String text = Configuration.of(tool, setup(options, "app/web"));
    Document container =
        Documents.yaml(text, tool.file())
            .getFirst()
            .at("spec", "template", "spec", "containers")
            .items()
            .getFirst();
    List<String> env =
        container.at("env").stream()
            .map(each -> each.at("name").textOrEmpty() + "=" + each.at("value").textOrEmpty())
            .toList();
    assertTrue(env.contains("HTTPS_PROXY=http://egress.mooring-egress.svc:3128"), text);
    assertTrue(env.contains("NO_PROXY=localhost,127.0.0.1,.svc,.cluster.local"), text);
  }

  @ParameterizedTest
  @EnumSource(names = {"SKAFFOLD", "TEKTON"})
  void whatStartsBuildersTellsThemTheProxyToo(BuildTool tool) {
    assertFalse(text(tool).contains("PROXY"), text(tool));
    StackOptions options = OPTIONS.withAdditions(Additions.NONE.withEgress(List.of("github.com")));
    String text = Configuration.of(tool, setup(options, "app/web"));
    Document spec = Documents.yaml(text, tool.file()).getFirst();
    Document builder =
        tool == BuildTool.TEKTON
            ? spec.at("spec", "steps").items().getFirst()
            : spec.at("build", "artifacts").items().getFirst().at("kaniko");
    assertEquals(
        "[{\"name\":\"HTTPS_PROXY\",\"value\":\"http://egress.mooring-egress.svc:3128\"},"
            + "{\"name\":\"NO_PROXY\",\"value\":\"localhost,127.0.0.1,.svc,.cluster.local\"}]",
        Documents.json(builder.at("env")));
  }

  @Test
  void buildahIsToldTheProxyInAComment() {
    assertFalse(text(BuildTool.BUILDAH).contains("PROXY"));
    StackOptions options = OPTIONS.withAdditions(Additions.NONE.withEgress(List.of("github.com")));
    String text = Configuration.of(BuildTool.BUILDAH, setup(options, "app/web"));
    assertTrue(
        text.contains("#   export HTTPS_PROXY=http://egress.mooring-egress.svc:3128\n"), text);
  }

  @Test
  void aBuilderThatMayPushToTheRepositoryIsChosen() {
    BuildSetup app = setup(OPTIONS, "app/web");
    assertEquals(KANIKO.account(), app.account());
    assertTrue(app.allowed());
    BuildSetup ci = setup(OPTIONS, "ci");
    assertEquals(CI.account(), ci.account());
    assertTrue(ci.allowed());
    assertFalse(setup(OPTIONS, "other/web").allowed());
    BuildSetup any = setup(OPTIONS, "");
    assertEquals("ci", any.repository());
    assertTrue(any.allowed());
  }

  @Test
  void whoIsNamedIsConfiguredWhetherAllowedOrNot() {
    BuildSetup named =
        BuildSetup.choose(
            OPTIONS,
            List.of(KANIKO),
            Optional.empty(),
            Optional.of("other"),
            Optional.of("account"));
    assertEquals(new ServiceAccount("other", "account"), named.account());
    assertEquals("app/web", named.repository());
    assertFalse(named.allowed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app/*", "*", "app/web:1", "app/web'; id", "../x", "App", "a/manifests/b"})
  void whatIsNoRepositoryReachesNoFile(String repository) {
    assertEquals(
        Code.INVALID_NAME,
        assertThrows(MooringException.class, () -> setup(OPTIONS, repository)).problem().code());
  }

  @Test
  void skaffoldsFileHasTheFieldsOfItsSchema() {
    Document file = yaml(BuildTool.SKAFFOLD).getFirst();
    keys(file, "apiVersion", "kind", "metadata", "build", "manifests");
    assertEquals("skaffold/v4beta13", file.at("apiVersion").textOrEmpty());
    Document build = file.at("build");
    keys(build, "tagPolicy", "artifacts", "cluster");
    keys(build.at("cluster"), "namespace", "serviceAccount", "labels", "annotations");
    pushes(build.at("cluster"), build.at("cluster", "serviceAccount"));
    Document artifact = build.at("artifacts").items().getFirst();
    keys(artifact, "image", "context", "kaniko");
    keys(artifact.at("kaniko"), "image", "dockerfile", "copyMaxRetries");
    assertEquals(10L, artifact.at("kaniko", "copyMaxRetries").integer().orElseThrow());
  }

  private static void keys(Document map, String... expected) {
    assertEquals(new TreeSet<>(Set.of(expected)), new TreeSet<>(map.entries().keySet()));
  }

  private static void pushes(Document labelled, Document account) {
    assertEquals("true", labelled.at("labels", "mooring.dev/builder").text().orElseThrow());
    assertEquals(
        "true", labelled.at("annotations", "sidecar.istio.io/nativeSidecar").text().orElseThrow());
    assertEquals("kaniko", account.textOrEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"KANIKO", "BUILDKIT"})
  void jobsRunAsTheBuilderAndNeedNoInsecureFlag(BuildTool tool) {
    Document job = yaml(tool).getFirst();
    assertEquals("batch/v1 Job build", type(job) + " " + place(job));
    Document template = job.at("spec", "template");
    pushes(template.at("metadata"), template.at("spec", "serviceAccountName"));
    assertEquals("Never", template.at("spec", "restartPolicy").textOrEmpty());
    Document container = template.at("spec", "containers").items().getFirst();
    assertFalse(container.at("args").texts().toString().contains("insecure"));
    assertFalse(container.at("image").textOrEmpty().contains("kaniko-project"));
  }

  private static String type(Document object) {
    return object.at("apiVersion").textOrEmpty() + " " + object.at("kind").textOrEmpty();
  }

  private static String place(Document object) {
    return object.at("metadata", "namespace").textOrEmpty();
  }

  private static final StackOptions DOOR = OPTIONS.withProtection(Protection.TOKENS);

  @ParameterizedTest
  @EnumSource(names = {"KANIKO", "BUILDKIT"})
  void withoutAMeshJobsBringTheEnvoyThatShowsTheirToken(BuildTool tool) {
    String text = Configuration.of(tool, setup(DOOR, "app/web"));
    assertFalse(text.contains("istio"), text);
    Document spec = Documents.yaml(text, tool.file()).getFirst().at("spec", "template", "spec");
    Document envoy = spec.at("initContainers").items().getFirst();
    assertEquals("Always", envoy.at("restartPolicy").textOrEmpty());
    Set<String> mounted = new TreeSet<>();
    envoy.at("volumeMounts").stream().forEach(each -> mounted.add(each.at("name").textOrEmpty()));
    Set<String> volumes = new TreeSet<>();
    spec.at("volumes").stream().forEach(each -> volumes.add(each.at("name").textOrEmpty()));
    assertTrue(volumes.containsAll(mounted), volumes::toString);
    // The build itself never sees the token.
    Document build = spec.at("containers").items().getFirst();
    assertFalse(build.toString().contains("token}"), build::toString);
    assertFalse(spec.at("automountServiceAccountToken").isTrue());
  }

  @Test
  void withoutAMeshTektonGetsASidecarAndSkaffoldBuildsHere() {
    Document task =
        Documents.yaml(Configuration.of(BuildTool.TEKTON, setup(DOOR, "app/web")), "t").getFirst();
    assertEquals(
        "mooring", task.at("spec", "sidecars").items().getFirst().at("name").textOrEmpty());
    assertTrue(task.at("spec", "sidecars").items().getFirst().at("resources").isNothing());
    assertEquals(2, task.at("spec", "volumes").items().size());
    Document build =
        Documents.yaml(Configuration.of(BuildTool.SKAFFOLD, setup(DOOR, "app/web")), "s")
            .getFirst()
            .at("build");
    keys(build, "tagPolicy", "artifacts", "local");
    keys(build.at("artifacts").items().getFirst(), "image", "context", "docker");
  }

  @Test
  void aRegistryWithoutIdentitiesHasNoBuilders() {
    BuildSetup plain = setup(OPTIONS.withProtection(Protection.PLAIN), "app/web");
    assertThrows(MooringException.class, () -> Configuration.of(BuildTool.KANIKO, plain));
    assertTrue(Configuration.of(BuildTool.DOCKER, plain).contains("localhost:5000/app/web"));
  }

  @Test
  void tektonGetsATaskAndARunOfIt() {
    List<Document> objects = yaml(BuildTool.TEKTON);
    assertEquals(
        List.of("tekton.dev/v1 Task", "tekton.dev/v1 TaskRun"),
        objects.stream().map(ConfigurationTest::type).toList());
    Document run = objects.getLast();
    pushes(run.at("metadata"), run.at("spec", "serviceAccountName"));
    assertEquals(objects.getFirst().at("metadata", "name"), run.at("spec", "taskRef", "name"));
  }

  @Test
  void jibGetsAPlugin() throws Exception {
    var parsed =
        DocumentBuilderFactory.newDefaultNSInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text(BuildTool.JIB).getBytes(StandardCharsets.UTF_8)));
    assertEquals("plugin", parsed.getDocumentElement().getNodeName());
    assertEquals(
        "localhost:5000/app/web", parsed.getElementsByTagName("image").item(0).getTextContent());
  }

  @ParameterizedTest
  @EnumSource(names = {"KO", "DOCKER"})
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void shellReadsWhatIsForTheShell(BuildTool tool) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
    try (var in = shell.getOutputStream()) {
      in.write(text(tool).getBytes(StandardCharsets.UTF_8));
    }
    assertTrue(shell.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, shell.exitValue(), () -> said(shell));
  }

  private static String said(Process shell) {
    try {
      return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void buildahsFileSaysOneThing() {
    List<String> lines = new ArrayList<>(text(BuildTool.BUILDAH).lines().toList());
    lines.removeIf(each -> each.startsWith("#"));
    assertEquals(
        List.of("[[registry]]", "location = \"localhost:5000\"", "insecure = true"), lines);
  }

  @Test
  void longRepositoriesMakeShortNames() {
    Map<String, String> names =
        Map.of(
            "app/web",
            "app-web",
            "a_b/c.d",
            "a-b-c-d",
            "x/" + "y".repeat(60),
            "x-" + "y".repeat(38));
    names.forEach((repository, name) -> assertEquals(name, setup(OPTIONS, repository).name()));
  }
}
