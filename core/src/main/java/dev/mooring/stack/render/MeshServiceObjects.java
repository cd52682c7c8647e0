package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.mesh.OfferedService;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Map;

/// What makes the laptops' entrance pass TLS on to a service of the mesh: a name that only the
/// entrance knows, and a way out where the network enforces policies.
///
/// Nothing else of the service is touched, and no identity is lent: TLS ends at the service's own
/// sidecar.
public final class MeshServiceObjects {
  private MeshServiceObjects() {}

  /// @param targetPort of the Service's port, a number or a container port's name
  public static List<KubeObject> of(
      StackOptions options, OfferedService service, String targetPort) {
    Meta meta = new Meta(options, options.entranceNamespace());
    String name = name(service);
    Map<String, String> labels = Map.of(OfferedService.LABEL, service.name());
    KubeObject entry =
        new Istio(meta)
            .serviceEntry(
                name,
                service.host(),
                service.name() + "." + service.namespace() + ".svc." + options.domain(),
                LaptopEntrance.PORT,
                service.port());
    Document marked =
        entry
            .document()
            .with(Document.of(meta.labels(labels)), "metadata", "labels")
            .with(
                Document.of(
                    Meta.map(
                        OfferedService.ACCOUNT,
                        service.account().name(),
                        OfferedService.PROTOCOL,
                        service.protocol(),
                        OfferedService.PORT_NAME,
                        service.portName())),
                "metadata",
                "annotations");
    IntOrString port =
        targetPort.matches("[0-9]+")
            ? new IntOrString(Integer.parseInt(targetPort))
            : new IntOrString(targetPort);
    return List.of(
        new KubeObject(marked),
        Network.egress(meta, name, labels, LaptopEntrance.NAME, service.namespace(), port));
  }

  /// Of both objects. Names of Services and namespaces have no dots.
  public static String name(OfferedService service) {
    return "mesh." + service.namespace() + "." + service.name() + "." + service.port();
  }

  /// The kinds of what [#of] renders.
  public static List<Kind> kinds() {
    return List.of(Kind.SERVICE_ENTRY, Kind.NETWORK_POLICY);
  }
}
