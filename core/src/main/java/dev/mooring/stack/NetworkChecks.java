package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import java.util.List;
import java.util.Optional;

/// What the doctor says of the cluster's network: whether pods can hold a port of their node's
/// loopback, which is how nodes reach the registry.
///
/// Networks are known by their DaemonSet. One that is not known is no fault: a verification pulls
/// on every node.
final class NetworkChecks {
  private static final Kind FELIX =
      new Kind("crd.projectcalico.org", "v1", "FelixConfiguration", "felixconfigurations", false);

  /// Those whose set-up ends with the portmap plug-in, or that forward host ports themselves.
  private static final List<String> PLAIN =
      List.of(
          "kindnet",
          "kube-flannel",
          "canal",
          "weave-net",
          "aws-node",
          "azure-cns",
          "antrea-agent",
          "kube-router");

  private final Cluster cluster;

  NetworkChecks(Cluster cluster) {
    this.cluster = cluster;
  }

  List<Finding> hostPorts() throws InterruptedException {
    List<KubeObject> daemons = cluster.list(Kind.DAEMON_SET, null, "");
    for (KubeObject each : daemons) {
      switch (each.name()) {
        case "cilium" -> {
          return List.of(cilium(each));
        }
        case "calico-node" -> {
          return List.of(calico(each));
        }
        case "ovnkube-node" -> {
          return List.of(
              warning(
                  Messages.of("ovn-kubernetes-has-no", each.namespace()),
                  Messages.of("use-nodes-with-another-network")));
        }
        default -> {}
      }
    }
    return List.of(
        daemons.stream()
            .map(KubeObject::name)
            .filter(name -> PLAIN.stream().anyMatch(name::startsWith))
            .findFirst()
            .map(name -> ok(Messages.of("has-host-ports", name)))
            .orElseGet(() -> ok(Messages.of("unknown-network"))));
  }

  /// Cilium serves host ports where it stands in for kube-proxy, or hands them to portmap.
  private Finding cilium(KubeObject daemons) throws InterruptedException {
    Document settings =
        cluster
            .get(Kind.CONFIG_MAP, daemons.namespace(), "cilium-config")
            .map(each -> each.at("data"))
            .orElse(Document.nothing());
    boolean served =
        List.of("true", "strict").contains(settings.at("kube-proxy-replacement").textOrEmpty())
            || settings.at("enable-host-port").textOrEmpty().equals("true")
            || settings.at("cni-chaining-mode").textOrEmpty().equals("portmap");
    return settings.isNothing() || served
        ? ok(Messages.of("has-host-ports", "Cilium"))
        : warning(
            Messages.of("cilium-without-host-ports"), Messages.of("let-cilium-serve-host-ports"));
  }

  /// In eBPF mode the portmap plug-in's rules are passed by.
  private Finding calico(KubeObject daemons) throws InterruptedException {
    boolean byEnvironment =
        daemons.at("spec", "template", "spec", "containers").stream()
            .flatMap(each -> each.at("env").stream())
            .filter(each -> each.at("name").textOrEmpty().equals("FELIX_BPFENABLED"))
            .anyMatch(each -> each.at("value").textOrEmpty().equals("true"));
    return byEnvironment || felix()
        ? warning(
            Messages.of("calico-in-ebpf-mode"), Messages.of("use-calicos-standard-data-plane"))
        : ok(Messages.of("has-host-ports", "Calico"));
  }

  private boolean felix() throws InterruptedException {
    try {
      return cluster
          .get(FELIX, null, "default")
          .map(each -> each.at("spec", "bpfEnabled").isTrue())
          .orElse(false);
    } catch (MooringException e) {
      return false;
    }
  }

  /// In any mode: host ports are the network's, and the Service's address is used within pods.
  List<Finding> kubeProxy() throws InterruptedException {
    Optional<KubeObject> settings = cluster.get(Kind.CONFIG_MAP, "kube-system", "kube-proxy");
    String mode =
        settings
            .map(each -> each.at("data", "config.conf").textOrEmpty())
            .flatMap(
                text ->
                    Documents.yaml(text, Messages.of("kube-proxys-settings")).stream().findFirst())
            .map(each -> each.at("mode").textOrEmpty())
            .map(each -> each.isEmpty() ? "iptables" : each)
            .orElse("");
    return List.of(
        Finding.ok(
            "network.kube-proxy",
            "kube-proxy",
            mode.isEmpty() ? Messages.of("none-seen") : Messages.of("mode-not-affected", mode)));
  }

  private static Finding ok(String sentence) {
    return Finding.ok("network.host-ports", Messages.of("host-ports"), sentence);
  }

  private static Finding warning(String sentence, String whatToDo) {
    return Doctor.warning("network.host-ports", Messages.of("host-ports"), sentence, whatToDo);
  }
}
