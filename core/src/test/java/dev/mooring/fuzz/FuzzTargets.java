package dev.mooring.fuzz;

import java.util.List;

/// Every reader of bytes from outside.
public final class FuzzTargets {
  private static final List<String> ALL =
      List.of(
          "document.JsonFuzz",
          "document.YamlFuzz",
          "cluster.fabric8.KubeconfigFuzz",
          "tunnel.connection.HttpHeadFuzz",
          "tunnel.spdy.SpdyFuzz",
          "tunnel.websocket.WebSocketFuzz",
          "identity.istiod.CertificateMessagesFuzz",
          "forward.ForwardLinkFuzz",
          "forward.exchange.ExchangeFuzz",
          "forward.http.GuardedRequestsFuzz",
          "forward.http.HttpMessagesFuzz",
          "registry.ManifestFuzz",
          "registry.NamesFuzz",
          "registry.archive.TarFuzz",
          "registry.attached.AttachedFuzz",
          "registry.diff.TextDiffFuzz",
          "registry.gzip.GzipFuzz",
          "registry.http.LinkFuzz",
          "registry.layer.CarriedTableFuzz",
          "registry.layer.LayerFuzz",
          "registry.layer.SociFuzz",
          "registry.packages.PackageDatabasesFuzz",
          "registry.remote.LoginFuzz",
          "registry.zstd.ZstdFuzz",
          "debug.container.SupervisorFuzz",
          "debug.editor.SparingFuzz",
          "debug.image.TarEntryFuzz",
          "debug.inspect.DelveFuzz",
          "registry.program.GoBinaryFuzz");

  private FuzzTargets() {}

  static List<String> all() {
    return ALL;
  }

  static FuzzTarget of(String name) throws ReflectiveOperationException {
    return Class.forName("dev.mooring." + name)
        .asSubclass(FuzzTarget.class)
        .getDeclaredConstructor()
        .newInstance();
  }
}
