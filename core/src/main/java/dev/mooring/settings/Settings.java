package dev.mooring.settings;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the user chose. Defaults stand beside each field in [#of]. Immutable; each `with` gives a
/// copy in which one choice is another, and what makes no sense in it has become the default.
///
/// @param appearance light, dark or as the system says
/// @param localPort the registry's port on this machine
/// @param registryImage what Install puts into the cluster
/// @param debugEditor the editor that was opened last at a debug session: "vscode"
/// @param debugImage has dlv at `/dbg/go/bin/dlv`; empty where none was chosen yet
/// @param closeToTray whether closing the window keeps Mooring in the tray
/// @param startAtLogin whether Mooring starts with the desktop, in the tray
/// @param notifications whether the desktop is told when a forward is lost and when it is back
/// @param hiddenColumns columns that the user took from the list of forwards, by title
/// @param columnWidths how wide the user made columns, by list and title: "forwards/State"
/// @param context the context that the window showed last; empty for kubectl's current one
/// @param kubeconfig a file chosen in the window, read where the usual places have no context;
/// empty for none
/// @param window where the window was and how large, as the desktop writes it
/// @param images what the list of images remembers, as the desktop writes it: folded sources, the
/// order of tags, the repositories of registries that list none
/// @param namespaces the namespace shown last, by context; "*" for all
/// @param sourceDirectories where the sources of a Go module are on this machine, by module
/// @param forwards the forwards that the user keeps, of all contexts, as `dev.mooring.forward`
/// writes them
/// @param registries the registries that stay connected over restarts, of all contexts, as
/// `dev.mooring.mesh` writes them
/// @param namedRegistries registries outside of clusters that the user gave a name, as
/// `dev.mooring.mesh` writes them
/// @param allowUnknownLocalUsers whether ports that use this user's identity serve those whom the
/// system does not name
public record Settings(
    Appearance appearance,
    int localPort,
    String registryImage,
    String debugEditor,
    String debugImage,
    boolean closeToTray,
    boolean startAtLogin,
    boolean notifications,
    List<String> hiddenColumns,
    Map<String, Integer> columnWidths,
    String context,
    String kubeconfig,
    Document window,
    Document images,
    Map<String, String> namespaces,
    Map<String, String> sourceDirectories,
    List<Document> forwards,
    List<Document> registries,
    List<Document> namedRegistries,
    boolean allowUnknownLocalUsers) {

  /// The only form written so far.
  static final int VERSION = 1;

  static final int LOCAL_PORT = 5000;

  /// How the window is coloured.
  public enum Appearance {
    SYSTEM,
    LIGHT,
    DARK
  }

  /// What holds until the user chooses.
  public static Settings defaults() {
    return of(Document.nothing());
  }

  public Settings withAppearance(Appearance next) {
    return with(word(next), "appearance");
  }

  /// @param next 1 to 65535; anything else is the default
  public Settings withLocalPort(int next) {
    return with(next, "localPort");
  }

  public Settings withRegistryImage(String next) {
    return with(next, "registryImage");
  }

  public Settings withDebugEditor(String next) {
    return with(next, "debugEditor");
  }

  public Settings withDebugImage(String next) {
    return with(next, "debugImage");
  }

  public Settings withCloseToTray(boolean next) {
    return with(next, "closeToTray");
  }

  public Settings withStartAtLogin(boolean next) {
    return with(next, "startAtLogin");
  }

  public Settings withNotifications(boolean next) {
    return with(next, "notifications");
  }

  public Settings withHiddenColumns(List<String> next) {
    return with(Document.of(next), "hiddenColumns");
  }

  /// @param next pixels, by list and title; what is no width is left out
  public Settings withColumnWidths(Map<String, Integer> next) {
    return with(Document.of(next), "columnWidths");
  }

  public Settings withContext(String next) {
    return with(next, "context");
  }

  public Settings withKubeconfig(String next) {
    return with(next, "kubeconfig");
  }

  public Settings withWindow(Document next) {
    return with(next, "window");
  }

  public Settings withImages(Document next) {
    return with(next, "images");
  }

  /// Remembers the namespace that a context shows; the others stay.
  public Settings withNamespace(String context, String next) {
    return with(next, "namespaces", context);
  }

  /// Remembers where the sources of a module are; the others stay.
  public Settings withSourceDirectory(String module, String next) {
    return with(next, "sourceDirectories", module);
  }

  /// @param next all of them, in the order of the list
  public Settings withForwards(List<Document> next) {
    return with(Document.of(next), "forwards");
  }

  public Settings withRegistries(List<Document> next) {
    return with(Document.of(next), "registries");
  }

  public Settings withNamedRegistries(List<Document> next) {
    return with(Document.of(next), "namedRegistries");
  }

  public Settings withAllowUnknownLocalUsers(boolean next) {
    return with(next, "allowUnknownLocalUsers");
  }

  private Settings with(Object value, String... path) {
    return of(over(Document.nothing()).with(value, path));
  }

  /// Reads what is there; what is missing or makes no sense gets its default.
  static Settings of(Document file) {
    return new Settings(
        appearance(file.at("appearance").textOrEmpty()),
        port(file.at("localPort")),
        file.at("registryImage").text().orElse("docker.io/library/registry:3.1.2"),
        file.at("debugEditor").textOrEmpty(),
        file.at("debugImage").textOrEmpty(),
        isTrue(file.at("closeToTray"), true),
        file.at("startAtLogin").isTrue(),
        isTrue(file.at("notifications"), true),
        file.at("hiddenColumns").texts(),
        widths(file.at("columnWidths")),
        file.at("context").textOrEmpty(),
        file.at("kubeconfig").textOrEmpty(),
        file.at("window").isNothing() ? Document.of(Map.of()) : file.at("window"),
        file.at("images").isMap() ? file.at("images") : Document.of(Map.of()),
        Map.copyOf(file.at("namespaces").strings()),
        Map.copyOf(file.at("sourceDirectories").strings()),
        file.at("forwards").items(),
        file.at("registries").items(),
        file.at("namedRegistries").items(),
        file.at("allowUnknownLocalUsers").isTrue());
  }

  /// Writes these values over a file's, so that keys of other versions stay.
  Document over(Document file) {
    // A later Mooring's file keeps its number.
    long version = Math.max(VERSION, file.at("version").integer().orElse(0L));
    return file.with(version, "version")
        .with(word(appearance), "appearance")
        .with(localPort, "localPort")
        .with(registryImage, "registryImage")
        .with(debugEditor, "debugEditor")
        .with(debugImage, "debugImage")
        .with(closeToTray, "closeToTray")
        .with(startAtLogin, "startAtLogin")
        .with(notifications, "notifications")
        .with(Document.of(hiddenColumns), "hiddenColumns")
        .with(Document.of(columnWidths), "columnWidths")
        .with(context, "context")
        .with(kubeconfig, "kubeconfig")
        .with(window, "window")
        .with(images, "images")
        .with(Document.of(namespaces), "namespaces")
        .with(Document.of(sourceDirectories), "sourceDirectories")
        .with(Document.of(forwards), "forwards")
        .with(Document.of(registries), "registries")
        .with(Document.of(namedRegistries), "namedRegistries")
        .with(allowUnknownLocalUsers, "allowUnknownLocalUsers");
  }

  private static String word(Appearance appearance) {
    return appearance.name().toLowerCase(Locale.ROOT);
  }

  private static Appearance appearance(String text) {
    for (Appearance each : Appearance.values()) {
      if (each.name().equalsIgnoreCase(text)) {
        return each;
      }
    }
    return Appearance.SYSTEM;
  }

  private static Map<String, Integer> widths(Document value) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    value
        .entries()
        .forEach(
            (column, width) ->
                width
                    .integer()
                    .filter(pixels -> pixels > 0 && pixels < 10_000)
                    .ifPresent(pixels -> widths.put(column, pixels.intValue())));
    return Map.copyOf(widths);
  }

  private static boolean isTrue(Document value, boolean otherwise) {
    return value.isNothing() ? otherwise : value.isTrue();
  }

  private static int port(Document value) {
    return InvalidSettings.isPort(value)
        ? value.integer().map(Long::intValue).orElse(LOCAL_PORT)
        : LOCAL_PORT;
  }
}
