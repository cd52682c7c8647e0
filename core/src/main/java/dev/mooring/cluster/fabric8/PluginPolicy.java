package dev.mooring.cluster.fabric8;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which credential plugins the user lets kubectl run, by the kuberc file (KEP-3104). Mooring runs
/// no other: it would undo a protection against kubeconfigs from elsewhere.
///
/// @param file where it was read
/// @param policy one of "", `AllowAll`, `DenyAll`, `Allowlist`
record PluginPolicy(Path file, String policy, List<Document> allowed) {
  private static final int LARGEST = 1 << 20;

  /// As kubectl finds it: `KUBERC`, else `~/.kube/kuberc`; `KUBECTL_KUBERC=false` and `KUBERC=off`
  /// switch the file off.
  static PluginPolicy of(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("KUBERC", "");
    Path file = named.isBlank() ? home.resolve(".kube").resolve("kuberc") : Path.of(named);
    boolean off =
        named.equals("off") || environment.getOrDefault("KUBECTL_KUBERC", "").equals("false");
    if (off) {
      return new PluginPolicy(file, "", List.of());
    }
    try (var in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
      List<Document> documents = Documents.yaml(text, file.toString());
      Document preference = documents.isEmpty() ? Document.nothing() : documents.getFirst();
      return new PluginPolicy(
          file,
          preference.at("credentialPluginPolicy").textOrEmpty(),
          preference.at("credentialPluginAllowlist").items());
    } catch (NoSuchFileException e) {
      return new PluginPolicy(file, "", List.of());
    } catch (IOException | MooringException e) {
      return new PluginPolicy(file, "unreadable", List.of());
    }
  }

  /// Why the program must not run; empty where it may.
  Optional<String> refusal(String program, PluginPrograms programs) throws InterruptedException {
    return switch (policy) {
      case "", "AllowAll" ->
          allowed.isEmpty()
              ? Optional.empty()
              : Optional.of(Messages.of("kuberc-list-without-policy", file));
      case "DenyAll" -> Optional.of(Messages.of("kuberc-denies-all", file));
      case "Allowlist" -> {
        if (allowed.isEmpty()) {
          yield Optional.of(Messages.of("kuberc-policy-without-list", file));
        }
        yield lists(program, programs)
            ? Optional.empty()
            : Optional.of(Messages.of("kuberc-does-not-list", program, file));
      }
      case "unreadable" -> Optional.of(Messages.of("kuberc-cannot-be-read", file));
      default -> Optional.of(Messages.of("kuberc-policy-unknown", file, policy));
    };
  }

  private boolean lists(String program, PluginPrograms programs) throws InterruptedException {
    for (Document each : allowed) {
      // Kubernetes 1.35 wrote `name`, later ones `command`.
      String entry = each.at("command").text().orElse(each.at("name").textOrEmpty());
      Optional<PluginPrograms.Found> found = programs.find(entry);
      if (!entry.isEmpty()
          && found.isPresent()
          && Path.of(found.get().program()).normalize().equals(Path.of(program).normalize())) {
        return true;
      }
    }
    return false;
  }
}
