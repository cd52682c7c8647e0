package dev.mooring.stack.options;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a registry has beside its own entrances; nothing of it unless asked for.
///
/// @param ingress the way in from outside the cluster
/// @param egress the hosts that its builders reach, and no others, as [EgressHost] reads them;
/// empty for no component that keeps them
/// @param pullThrough the registry that it is a cache of, as an URL; empty for one that keeps what
/// is pushed to it
/// @param archives the size of a claim for archives beside the registry's own, as a Kubernetes
/// quantity; empty for none
/// @param expiry after how many days, such as "7d", a cache fetches an image anew; "never" or, for
/// what is usual, empty
public record Additions(
    Ingress ingress, List<String> egress, String pullThrough, String archives, String expiry) {
  public static final Additions NONE = new Additions(Ingress.NONE, List.of(), "", "", "");

  private static final Pattern EXPIRY = Pattern.compile("never|[1-9][0-9]{0,3}d");
  private static final String USUAL_EXPIRY = "7d";

  private static final int MOST_HOSTS = 50;

  /// @throws dev.mooring.problem.MooringException naming the option that cannot be used
  public Additions {
    egress = List.copyOf(egress);
    if (egress.size() > MOST_HOSTS) {
      throw Names.refused(
          Messages.of("list-of-egress-hosts"),
          Messages.of("entries", egress.size()),
          Messages.of("50-are-the-most"));
    }
    egress.forEach(EgressHost::parse);
    if (!pullThrough.isEmpty()) {
      pullThrough = Upstream.parse(pullThrough).toString();
    }
    if (!expiry.isEmpty() && !EXPIRY.matcher(expiry).matches()) {
      throw Names.refused(
          Messages.of("expiry-of-cached-images"), expiry, Messages.of("write-a-number-of-days"));
    }
    if (!archives.isEmpty()) {
      Names.quantity(archives);
    }
  }

  /// @throws dev.mooring.problem.MooringException where a registry so protected cannot have them
  public void demandFit(Protection protection) {
    if (ingress.isNone()) {
      return;
    }
    if (protection == Protection.PLAIN) {
      throw Names.refused(
          Messages.of("ingress-host"),
          ingress.host(),
          Messages.of("a-plain-registry-has-no-ingress"));
    }
    boolean istio = ingress.carrier().filter(each -> each.sort() == Carrier.Sort.ISTIO).isPresent();
    if (istio && protection != Protection.MESH) {
      throw Names.refused(
          Messages.of("ingress-through"),
          ingress.through(),
          Messages.of("an-istio-gateway-needs-the-mesh"));
    }
  }

  public Additions withIngress(Ingress next) {
    return new Additions(next, egress, pullThrough, archives, expiry);
  }

  public Additions withEgress(List<String> next) {
    return new Additions(ingress, next, pullThrough, archives, expiry);
  }

  public Additions withPullThrough(String next) {
    return new Additions(ingress, egress, next, archives, expiry);
  }

  public Additions withArchives(String next) {
    return new Additions(ingress, egress, pullThrough, next, expiry);
  }

  public Additions withExpiry(String next) {
    return new Additions(ingress, egress, pullThrough, archives, next);
  }

  /// The hosts that builders reach.
  public List<EgressHost> egressHosts() {
    return egress.stream().map(EgressHost::parse).toList();
  }

  /// The registry that it is a cache of.
  public Optional<Upstream> upstream() {
    return pullThrough.isEmpty() ? Optional.empty() : Optional.of(Upstream.parse(pullThrough));
  }

  /// How long a cache keeps an image before it fetches it anew; 0 for always.
  public int daysKept() {
    String said = expiry.isEmpty() ? USUAL_EXPIRY : expiry;
    return said.equals("never") ? 0 : Integer.parseInt(said.substring(0, said.length() - 1));
  }

  /// Without what there is nothing of.
  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (!ingress.isNone()) {
      map.put("ingress", ingress.map());
    }
    if (!egress.isEmpty()) {
      map.put("egress", egress);
    }
    if (!pullThrough.isEmpty()) {
      map.put("pullThrough", pullThrough);
    }
    if (!archives.isEmpty()) {
      map.put("archives", archives);
    }
    if (!expiry.isEmpty()) {
      map.put("expiry", expiry);
    }
    return map;
  }

  static Additions read(Document from) {
    return new Additions(
        Ingress.read(from.at("ingress")),
        from.at("egress").texts(),
        from.at("pullThrough").textOrEmpty(),
        from.at("archives").textOrEmpty(),
        from.at("expiry").textOrEmpty());
  }
}
