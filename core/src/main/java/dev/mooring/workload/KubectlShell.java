package dev.mooring.workload;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/// The command that opens a shell in a container. kubectl does it: it has the terminal's size, its
/// raw mode, and the user's login.
public final class KubectlShell {
  private KubectlShell() {}

  /// @param kubeconfig where the context stands, in the words of the KUBECONFIG variable
  /// @param interactive whether there is a terminal to type in
  public static List<String> command(
      String kubeconfig, String context, PodContainer in, boolean interactive) {
    List<String> words = new ArrayList<>(List.of("kubectl"));
    // Of several files kubectl takes none by this option; they stand in its environment.
    if (!kubeconfig.isEmpty() && !kubeconfig.contains(File.pathSeparator)) {
      words.addAll(List.of("--kubeconfig", kubeconfig));
    }
    words.addAll(List.of("--context", context, "--namespace", in.namespace(), "exec"));
    words.add(interactive ? "-it" : "-i");
    words.addAll(List.of(in.pod(), "--container", in.container(), "--", "sh"));
    return List.copyOf(words);
  }
}
