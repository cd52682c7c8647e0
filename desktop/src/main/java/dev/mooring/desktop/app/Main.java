package dev.mooring.desktop.app;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.terminal.Commands;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.platform.Directories;
import dev.mooring.platform.LoginStart;
import dev.mooring.platform.SpareMemory;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where Mooring starts: no words open the window, words run a command.
public final class Main {
  private Main() {}

  public static void main(String[] words) {
    Directories directories = Directories.ofUser();
    Logs.toFile(logs(directories, words));
    Lazy<SettingsFile> settings =
        new Lazy<>(() -> SettingsFile.open(directories.config().resolve("settings.json")));
    Kubeconfig kubeconfig =
        new ChosenKubeconfig(
            new FabricKubeconfig(),
            () -> settings.get().settings().get().kubeconfig(),
            file -> new FabricKubeconfig(List.of(file)));
    LocalUsers users =
        LocalUsers.ownerOr(() -> settings.get().settings().get().allowUnknownLocalUsers());
    Workspaces workspaces = new Workspaces(kubeconfig, cluster -> Composition.over(cluster, users));
    SocketDirectory sockets = SocketDirectory.at(directories.runtime());
    SpareMemory.giveBack();
    int code;
    boolean asked;
    try (OrderlyEnd end = new OrderlyEnd()) {
      code = run(List.of(words), kubeconfig, workspaces, settings, sockets);
      settings.ifMade(SettingsFile::close);
      asked = end.isAsked();
    }
    if (!asked) {
      System.exit(code);
    }
  }

  /// Practice leaves the user's own log alone.
  private static Path logs(Directories directories, String... words) {
    boolean practice =
        words.length > 0 && List.of("practice", Training.WORD, Tour.WORD).contains(words[0]);
    return practice ? directories.state().resolve("practice") : directories.state();
  }

  private static int run(
      List<String> words,
      Kubeconfig kubeconfig,
      Workspaces workspaces,
      Supplier<SettingsFile> settings,
      SocketDirectory sockets) {
    PracticeRun practice = new PracticeRun();
    if (words.size() > 2 && words.getFirst().equals(Training.WORD)) {
      return Training.run(words.subList(1, words.size()));
    }
    if (words.size() == 2 && words.getFirst().equals(Tour.WORD)) {
      return Tour.run(words.get(1), kubeconfig, workspaces, settings, sockets, practice);
    }
    SingleWindow window = new SingleWindow(sockets, workspaces, settings);
    if (words.isEmpty()) {
      return window.open(Optional.empty());
    }
    if (words.equals(List.of(LoginStart.WORD))) {
      return window.tray();
    }
    return Commands.run(
        words.toArray(String[]::new), kubeconfig, workspaces, settings, sockets, practice, window);
  }

  /// Made when first asked for.
  private static final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @org.jspecify.annotations.Nullable T made;

    Lazy(Supplier<T> maker) {
      this.maker = maker;
    }

    @Override
    public synchronized T get() {
      T there = made;
      if (there == null) {
        there = maker.get();
        made = there;
      }
      return there;
    }

    void ifMade(java.util.function.Consumer<T> consumer) {
      T there = made;
      if (there != null) {
        consumer.accept(there);
      }
    }
  }
}
