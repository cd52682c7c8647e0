package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.remote.DockerConfig;
import dev.mooring.registry.remote.PullLogin;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.PullSecrets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lets a namespace pull from a registry that asks for a login, and proves it.
@Command(name = "pull-secret")
final class PullSecretCommand extends ClusterCommand {
  @Parameters(arity = "0..1", paramLabel = "REGISTRY")
  String registry = "";

  @Option(names = "--service-account", paramLabel = "NAME")
  @Nullable String account;

  @Option(names = "--image", paramLabel = "REPOSITORY[:TAG]")
  @Nullable String image;

  /// Another one in tests.
  DockerConfig config = DockerConfig.ofUser();

  @Spec CommandSpec command = CommandSpec.create();

  PullSecretCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (registry.isEmpty()) {
      throw new ParameterException(command.commandLine(), Messages.of("missing-registry"));
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    String host = host(opening(), workspace, registry);
    PullLogin login = PullLogin.of(config, host);
    String home = workloadNamespace(workspace);
    PullSecrets secrets = new PullSecrets(workspace.cluster(), home);
    String secret = secrets.make(login);
    if (account != null) {
      secrets.tie(secret, account);
    }
    Optional<String> proof = proof(host);
    Optional<Duration> took = Optional.empty();
    if (proof.isPresent()) {
      took = Optional.of(secrets.prove(proof.get(), secret, account == null ? "" : account));
    }
    tell(home, secret, proof, took);
    return 0;
  }

  /// As image names have it, of a registry that was added or of any other.
  private static String host(Opening opening, Workspace workspace, String word)
      throws InterruptedException {
    var outside = new OutsideRegistries(opening.settings().get()).find(workspace.cluster(), word);
    if (outside.isPresent()) {
      return outside.get().registry();
    }
    // As an image name it would be a repository of Docker Hub's.
    if (ImageReference.parse(word + "/any").host().isEmpty()) {
      throw new Problem(
              Code.REGISTRY_MISSING,
              Messages.of("not-a-registry", word),
              Messages.of("no-added-registry-has-that-name"),
              new Remedy.Command(Messages.of("list-them"), "mooring registries list"))
          .raise();
    }
    return RemoteImage.parse(word + "/any").host();
  }

  /// The image to prove it with: the one that was named, or one that the registry lists.
  private Optional<String> proof(String host) throws InterruptedException {
    if (image != null) {
      ImageReference named = ImageReference.parse(image);
      return Optional.of(
          new ImageReference(host, named.repository(), named.tag(), named.digest()).toString());
    }
    RemoteImage any = new RemoteImage(host, "any", "any");
    try (RemoteRegistries.Remote remote = RemoteRegistries.ofUser(opening().settings()).open(any)) {
      Registry listed = remote.registry();
      for (String repository : listed.repositories()) {
        List<String> tags = listed.tags(repository);
        if (!tags.isEmpty()) {
          return Optional.of(host + "/" + repository + ":" + tags.getLast());
        }
      }
    } catch (MooringException e) {
      output().note(Messages.of("the-registry-lists-no-images", e.problem().why()));
    }
    return Optional.empty();
  }

  private void tell(String home, String secret, Optional<String> proof, Optional<Duration> took) {
    if (json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("secret", secret);
      json.put("namespace", home);
      json.put("serviceAccount", account == null ? "" : account);
      json.put("proved", took.isPresent());
      json.put("image", proof.orElse(""));
      output().json(json);
      return;
    }
    output().line(Messages.of("made-the-pull-secret", home, secret));
    if (account != null) {
      output().line(Messages.of("new-pods-of-have-it", home, account));
    }
    if (took.isPresent()) {
      output().line(Messages.of("a-pod-pulled", proof.orElse(""), took.get().toMillis()));
    } else {
      output().note(Messages.of("not-proved-name-an-image", registry));
    }
  }

  @Command(name = "remove")
  static final class Remove extends ClusterCommand {
    @Parameters(paramLabel = "REGISTRY")
    String registry = "";

    Remove(Opening opening) {
      super(opening);
    }

    @Override
    int run(Workspace workspace) throws InterruptedException {
      String host = host(opening(), workspace, registry);
      String home = workloadNamespace(workspace);
      List<String> accounts = new PullSecrets(workspace.cluster(), home).remove(host);
      if (json()) {
        output().json(Map.of("removed", host, "namespace", home, "serviceAccounts", accounts));
        return 0;
      }
      output().line(Messages.of("removed-the-pull-secret", home, host));
      accounts.forEach(each -> output().line(Messages.of("no-longer-gets-it", home, each)));
      return 0;
    }
  }
}
