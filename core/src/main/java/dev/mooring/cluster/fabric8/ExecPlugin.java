package dev.mooring.cluster.fabric8;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A program that prints credentials (client.authentication.k8s.io, KEP-541).
///
/// fabric8 runs such programs too, but through a shell, without a time limit, and answers a failure
/// with a line in the log; here each failure is a problem that names the program.
final class ExecPlugin {
  private static final int LARGEST_OUTPUT = 1 << 20;

  private final KubeconfigEntries.Entry user;
  private final Document cluster;
  private final Document exec;
  private final Duration limit;
  private final PluginPrograms programs;
  private final Supplier<PluginPolicy> policy;

  ExecPlugin(
      KubeconfigEntries.Entry user,
      Document cluster,
      Duration limit,
      PluginPrograms programs,
      Supplier<PluginPolicy> policy) {
    this.user = user;
    this.cluster = cluster;
    this.exec = user.value().at("exec");
    this.limit = limit;
    this.programs = programs;
    this.policy = policy;
  }

  /// What such a program answered; never printed.
  record Answer(
      @Nullable String token,
      @Nullable String certificate,
      @Nullable String key,
      @Nullable Instant expires) {
    @Override
    public String toString() {
      return Messages.of("credentials-that-expire", expires);
    }
  }

  String command() {
    return exec.at("command").textOrEmpty();
  }

  Answer run() throws InterruptedException {
    Process process = start();
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        CompletableFuture<byte[]> out =
            CompletableFuture.supplyAsync(() -> bounded(process.getInputStream()), readers);
        CompletableFuture<byte[]> err =
            CompletableFuture.supplyAsync(() -> bounded(process.getErrorStream()), readers);
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failed(Messages.of("it-did-not-answer-within-s", limit.toSeconds()), "");
        }
        byte[] answer = out.get(5, TimeUnit.SECONDS);
        String words = tail(new String(err.get(5, TimeUnit.SECONDS), StandardCharsets.UTF_8));
        if (process.exitValue() != 0) {
          throw failed(Messages.of("it-ended-with-status", process.exitValue()), words);
        }
        return parse(answer);
      } catch (ExecutionException | TimeoutException e) {
        throw failed(Messages.of("its-output-could-not-be-read"), "");
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private Process start() throws InterruptedException {
    if (exec.at("interactiveMode").textOrEmpty().equals("Always")) {
      throw failed(Messages.of("it-wants-to-ask-questions-in"), "");
    }
    PluginPrograms.Found found = programs.find(program()).orElseThrow(() -> notFound(null));
    Optional<String> refusal = policy.get().refusal(found.program(), programs);
    if (refusal.isPresent()) {
      throw refused(refusal.get());
    }
    List<String> line = new ArrayList<>();
    line.add(found.program());
    line.addAll(exec.at("args").texts());
    ProcessBuilder builder = new ProcessBuilder(line);
    for (Document variable : exec.at("env").items()) {
      builder
          .environment()
          .put(variable.at("name").textOrEmpty(), variable.at("value").textOrEmpty());
    }
    // What the plugin calls in turn is where the plugin is.
    if (!found.path().isEmpty()) {
      builder.environment().put("PATH", found.path());
    }
    builder.environment().put("KUBERNETES_EXEC_INFO", Documents.json(info()));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw notFound(e);
    }
  }

  private MooringException notFound(@Nullable IOException cause) {
    String hint = exec.at("installHint").textOrEmpty();
    Problem problem =
        new Problem(
            Code.LOGIN_FAILED,
            Messages.of("cannot-log-in-as", user.name()),
            Messages.of("the-program-which-the-kubeconfig-names", command()),
            new Remedy.Advice(
                hint.isEmpty()
                    ? Messages.of("install-it-or-start-mooring-where", command())
                    : hint),
            "PATH " + programs.path());
    return cause == null ? problem.raise() : problem.raise(cause);
  }

  private MooringException refused(String why) {
    return new Problem(
            Code.PLUGIN_REFUSED,
            Messages.of("cannot-log-in-as", user.name()),
            Messages.of("the-program-may-not-run", command(), why),
            new Remedy.Command(
                Messages.of("allow-the-program-as-kubectl-does"),
                "kubectl kuberc set --section credentialplugin --policy Allowlist --allowlist-entry command="
                    + command()))
        .raise();
  }

  /// A path with a slash is relative to the kubeconfig; a bare name is looked up in the PATH.
  private String program() {
    String command = command();
    if (command.isEmpty()) {
      throw failed(Messages.of("the-kubeconfig-names-no-command"), "");
    }
    Path folder = user.file().toAbsolutePath().getParent();
    boolean bare = !command.contains("/") && !command.contains("\\");
    return bare || folder == null ? command : folder.resolve(command).normalize().toString();
  }

  private Document info() {
    Document info =
        Document.nothing()
            .with(apiVersion(), "apiVersion")
            .with("ExecCredential", "kind")
            .with(false, "spec", "interactive");
    if (!exec.at("provideClusterInfo").isTrue()) {
      return info;
    }
    for (String field :
        List.of(
            "server",
            "tls-server-name",
            "insecure-skip-tls-verify",
            "certificate-authority-data",
            "proxy-url")) {
      if (!cluster.at(field).isNothing()) {
        info = info.with(cluster.at(field), "spec", "cluster", field);
      }
    }
    for (Document extension : cluster.at("extensions").items()) {
      if (extension.at("name").textOrEmpty().equals("client.authentication.k8s.io/exec")) {
        info = info.with(extension.at("extension"), "spec", "cluster", "config");
      }
    }
    return info;
  }

  private String apiVersion() {
    String version = exec.at("apiVersion").textOrEmpty();
    return version.isEmpty() ? "client.authentication.k8s.io/v1" : version;
  }

  private Answer parse(byte[] bytes) {
    Document status;
    try {
      status = Documents.json(bytes, command()).at("status");
    } catch (MooringException e) {
      // Without the cause: the parser's message may quote the token.
      throw failed(Messages.of("its-answer-is-not-json"), "");
    }
    String token = status.at("token").text().orElse(null);
    String certificate = status.at("clientCertificateData").text().orElse(null);
    String key = status.at("clientKeyData").text().orElse(null);
    if (token == null && (certificate == null || key == null)) {
      throw failed(Messages.of("its-answer-has-neither-a-token"), "");
    }
    return new Answer(token, certificate, key, expiry(status));
  }

  private static @Nullable Instant expiry(Document status) {
    try {
      return status.at("expirationTimestamp").text().map(Instant::parse).orElse(null);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private MooringException failed(String why, String words) {
    return new Problem(
            Code.LOGIN_FAILED,
            Messages.of("cannot-log-in-as", user.name()),
            Messages.of("the-program-gave-no-credentials", command(), why),
            new Remedy.Command(Messages.of("log-in-with-that-tool-in"), "kubectl get ns"),
            words)
        .raise();
  }

  private static byte[] bounded(InputStream stream) {
    try (stream) {
      byte[] bytes = stream.readNBytes(LARGEST_OUTPUT);
      stream.skipNBytes(0);
      return bytes;
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static String tail(String words) {
    String text = words.strip();
    return text.length() <= 1000 ? text : text.substring(text.length() - 1000);
  }
}
