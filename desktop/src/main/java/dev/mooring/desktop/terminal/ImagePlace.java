package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.settings.Settings;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.options.StackOptions;
import java.util.Optional;
import java.util.function.Supplier;

/// An image in any registry that words can mean.
///
/// `ana/app:1` is in the cluster's registry, or the one of `--registry`. A host, or the name of a
/// registry that was added, leads to another one: `ghcr.io/team/app:1`, `company/team/app:1`.
/// `localhost:5001/app` is the cluster's registry that nodes pull from by that address.
///
/// @param host as image names have it
/// @param reference tag or digest; empty where none was said
/// @param own whether it is the cluster's or was added: it can be asked what it has
/// @param options of the cluster's registry that it is in; nothing for others
/// @param open what has to be closed; nothing for the cluster's
/// @param out how it is reached; closed with it
record ImagePlace(
    Registry registry,
    String host,
    String repository,
    String reference,
    boolean own,
    Optional<StackOptions> options,
    Optional<RemoteRegistries.Remote> open,
    WayOut out)
    implements AutoCloseable {

  /// How the cluster's registries are reached.
  interface Ways {
    /// The one that names without a host mean.
    ///
    /// @param workspace asked for where it is one of the cluster's
    Usual usual(Supplier<Workspace> workspace) throws InterruptedException;

    Registry of(Workspace workspace, StackOptions options) throws InterruptedException;
  }

  /// The registry that names without a host mean.
  ///
  /// @param host how nodes name it
  /// @param options nothing where it is none of the cluster's
  record Usual(Registry registry, String host, Optional<StackOptions> options) {}

  /// How registries elsewhere are reached.
  interface Out {
    WayOut to(RegistryAddress place) throws InterruptedException;
  }

  /// Which of the cluster's registries a name means; empty for one elsewhere.
  ///
  /// @param workspace as for [#find]
  static Optional<StackOptions> inCluster(
      Opening opening, Supplier<Workspace> workspace, Ways ways, String text)
      throws InterruptedException {
    Settings settings = opening.settings().get();
    String name = text.endsWith("/") ? text + "x" : text;
    if (new OutsideRegistries(settings).named(name).isPresent()) {
      return Optional.empty();
    }
    String host = ImageReference.parse(name).host();
    return host.isEmpty()
        ? ways.usual(workspace).options()
        : byHost(opening, workspace, settings, host);
  }

  /// The one that nodes pull from by that address.
  private static Optional<StackOptions> byHost(
      Opening opening, Supplier<Workspace> workspace, Settings settings, String host)
      throws InterruptedException {
    return isOnNodes(host) && opening.kubeconfig().exists()
        ? workspace.get().stack().installed(StackOptions.of(settings)).stream()
            .filter(each -> Words.localhost(each.nodePort()).equals(host))
            .findFirst()
        : Optional.empty();
  }

  /// @param workspace asked for where the name is, or could be, one of the cluster's
  /// @param outs asked for where it is none of them
  static ImagePlace find(
      Opening opening, Supplier<Workspace> workspace, Ways ways, Out outs, String text)
      throws InterruptedException {
    Settings settings = opening.settings().get();
    RemoteRegistries remotes = RemoteRegistries.ofUser(opening.settings());
    Optional<OutsideRegistries.Named> named = new OutsideRegistries(settings).named(text);
    if (named.isPresent()) {
      ImageReference image = named.get().image();
      WayOut out = outs.to(named.get().place());
      RemoteRegistries.Remote remote = remotes.open(named.get().place(), out);
      return new ImagePlace(
          remote.registry(),
          named.get().place().registry(),
          image.repository(),
          said(image),
          true,
          Optional.empty(),
          Optional.of(remote),
          out);
    }
    ImageReference image = ImageReference.parse(text);
    if (image.host().isEmpty()) {
      Usual usual = ways.usual(workspace);
      return new ImagePlace(
          usual.registry(),
          usual.host(),
          image.repository(),
          said(image),
          true,
          usual.options(),
          Optional.empty(),
          WayOut.OF_MACHINE);
    }
    Optional<StackOptions> inCluster = byHost(opening, workspace, settings, image.host());
    if (inCluster.isPresent()) {
      return new ImagePlace(
          ways.of(workspace.get(), inCluster.get()),
          image.host(),
          image.repository(),
          said(image),
          true,
          inCluster,
          Optional.empty(),
          WayOut.OF_MACHINE);
    }
    RemoteImage remote = RemoteImage.parse(text);
    WayOut out = outs.to(remotes.place(remote));
    RemoteRegistries.Remote opened = remotes.open(remote, out);
    return new ImagePlace(
        opened.registry(),
        remote.host(),
        remote.repository(),
        said(image),
        false,
        Optional.empty(),
        Optional.of(opened),
        out);
  }

  /// Whether nodes may pull from the cluster's registry by that address.
  private static boolean isOnNodes(String host) {
    return host.startsWith("localhost:");
  }

  private static String said(ImageReference image) {
    return image.digest().isEmpty() ? image.tag() : image.digest();
  }

  /// Another repository there; closing this one closes both.
  ImagePlace in(String other) {
    return new ImagePlace(registry, host, other, "", own, options, open, out);
  }

  /// Its name there, with a tag.
  String name(String tag) {
    return host + "/" + repository + (tag.isEmpty() ? "" : ":" + tag);
  }

  @Override
  public void close() {
    open.ifPresent(RemoteRegistries.Remote::close);
    out.close();
  }
}
