package dev.mooring.practice;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.Stack;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The main job from an empty cluster to an empty cluster, by the code that works on real ones.
public final class Walk {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final ServiceAccount OTHER = new ServiceAccount("default", "ana");

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Identities identities;
  private final Stack stack;
  private final Path directory;
  private final Consumer<String> lines;

  private Walk(
      Cluster cluster,
      Tunnels tunnels,
      Identities identities,
      Path directory,
      Consumer<String> lines) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.identities = identities;
    this.stack =
        new ClusterStack(
            cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
    this.directory = directory;
    this.lines = lines;
  }

  /// Walks, one line a finished step.
  ///
  /// @throws MooringException at the first step that does not do what it promises
  public static void run(PracticeCluster practice, Consumer<String> lines)
      throws InterruptedException {
    Path directory = null;
    try {
      directory = Files.createTempDirectory("mooring-walk-");
      FabricKubeconfig kubeconfig =
          new FabricKubeconfig(List.of(practice.writeKubeconfig(directory)));
      try (Cluster cluster = kubeconfig.connect(null);
          Tunnels tunnels = new ApiTunnels(cluster);
          Identities identities = new IstiodIdentities(cluster, tunnels)) {
        new Walk(cluster, tunnels, identities, directory, lines).walk();
      }
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              "The practice walk stopped",
              "its temporary files can't be written",
              new Remedy.Advice("Free some space, or set TMPDIR to a folder with space"),
              String.valueOf(e.getMessage()))
          .raise(e);
    } finally {
      delete(directory);
    }
  }

  private void walk() throws InterruptedException, IOException {
    lines.accept("cluster     " + cluster.version().gitVersion() + ", in this process");
    look();
    install();
    try (RegistryForward asWriter =
            forward(new ServiceAccount(OPTIONS.namespace(), OPTIONS.account()));
        RegistryForward asReader = forward(OTHER)) {
      Registry registry = connect(asWriter);
      Digest digest = push(registry);
      list(registry, digest);
      pullOnEachNode();
      refuse(asReader);
    }
    uninstall();
  }

  private RegistryForward forward(ServiceAccount account) {
    return new RegistryForward(cluster, tunnels, identities, OPTIONS.location(account));
  }

  private void look() throws InterruptedException {
    List<Finding> findings = stack.examine(OPTIONS, 0, ignored -> {});
    long warnings = findings.stream().filter(each -> each.level() == Finding.Level.WARNING).count();
    lines.accept(
        "doctor      %d checks, no blocker, %d warning%s"
            .formatted(findings.size(), warnings, warnings == 1 ? "" : "s"));
  }

  private void install() throws InterruptedException {
    Stack.Installation first = stack.install(OPTIONS, Progress.none());
    Stack.Installation second = stack.install(OPTIONS, Progress.none());
    if (second.written() != 0) {
      throw broken("a second install changed " + second.written() + " objects");
    }
    lines.accept(
        "install     %d objects created; a second install changed 0".formatted(first.created()));
  }

  private Registry connect(RegistryForward forward) throws InterruptedException {
    ConnectionState.Connected connected = forward.connect(0);
    int port = connected.listening().getFirst().getPort();
    lines.accept(
        "connect     localhost:%d by mutual TLS as %s".formatted(port, connected.principal()));
    return new HttpRegistry(URI.create("http://localhost:" + port), null);
  }

  private Digest push(Registry registry) throws InterruptedException, IOException {
    Path archive = directory.resolve("sample.tar");
    SampleImage.write(archive, "hello");
    Digest digest = registry.push(archive, ImageReference.parse("ana/sample:1"), Progress.none());
    lines.accept("push        ana/sample:1 is " + digest.brief());
    return digest;
  }

  private void list(Registry registry, Digest pushed) throws InterruptedException {
    ImageSummary image = registry.summary("ana/sample", "1");
    if (!registry.repositories().contains("ana/sample") || !image.digest().equals(pushed)) {
      throw broken("the pushed image isn't listed as it was pushed");
    }
    lines.accept("images      " + String.join(", ", registry.repositories()));
  }

  private void pullOnEachNode() throws InterruptedException {
    Verification verification = stack.verify(OPTIONS, Progress.none());
    for (Verification.Pull pull : verification.pulls()) {
      if (!pull.worked()) {
        throw broken(pull.node() + " could not pull: " + pull.why());
      }
      lines.accept("pull        %s in %d ms".formatted(pull.node(), pull.took().toMillis()));
    }
    for (Verification.Row row : verification.rows()) {
      String sentence = row.attempt() + ": " + row.finding().sentence();
      switch (row.finding().level()) {
        case OK -> lines.accept("verify      " + sentence);
        case WARNING -> lines.accept("warning     " + sentence);
        case BLOCKER -> throw broken(sentence);
      }
    }
  }

  /// A writer of one prefix reads everything and writes nowhere else.
  private void refuse(RegistryForward asReader) throws InterruptedException {
    Writer writer =
        new Writer(OTHER.name(), OTHER.namespace(), OTHER.name(), List.of("elsewhere/*"));
    for (Document each :
        Documents.yaml(
            stack.addWriter(OPTIONS, writer, writer.name()).yaml(), "the writer's rights")) {
      cluster.apply(new KubeObject(each));
    }
    Registry registry = connect(asReader);
    try {
      registry.push(
          directory.resolve("sample.tar"), ImageReference.parse("ana/sample:2"), Progress.none());
    } catch (MooringException e) {
      lines.accept("refused     " + e.problem().why());
      stack.removeWriter(OPTIONS, OTHER.name(), OTHER.namespace());
      return;
    }
    throw broken("a push outside a writer's repositories was accepted");
  }

  private void uninstall() throws InterruptedException {
    List<String> removed = stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
    if (stack.status(OPTIONS).installed()) {
      throw broken("the stack is still there after uninstall");
    }
    lines.accept("uninstall   " + removed.size() + " objects removed");
  }

  private static MooringException broken(String why) {
    return new Problem(
            Code.DEFECT,
            "The practice walk stopped",
            why,
            new Remedy.Advice("Something went wrong in Mooring; send the log with a report"))
        .raise();
  }

  private static void delete(@org.jspecify.annotations.Nullable Path directory) {
    if (directory == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      directory.toFile().deleteOnExit();
    }
  }
}
