package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What carries an ingress's host into the cluster: something that is there, and serves the host
/// over HTTPS.
final class Carriers {
  private final Cluster cluster;
  private final StackOptions options;
  private final Ingress ingress;

  Carriers(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.ingress = options.additions().ingress();
  }

  /// The options with what was left to be found. What is told in full is taken as it is.
  ///
  /// @throws MooringException where nothing fits, or more than one
  StackOptions settled() throws InterruptedException {
    options.additions().demandFit(options.protection());
    if (ingress.isNone() || ingress.carrier().filter(this::whole).isPresent()) {
      return options;
    }
    StackOptions found =
        options.withAdditions(
            options.additions().withIngress(ingress.withThrough(choose().text())));
    found.additions().demandFit(found.protection());
    return found;
  }

  /// Only in a mesh it matters who serves a class.
  private boolean whole(Carrier carrier) {
    boolean other = carrier.sort() == Carrier.Sort.CLASS && options.protection() != Protection.MESH;
    return other || !carrier.listener().isEmpty();
  }

  /// What can be used without having seen it.
  private boolean usable(Carrier carrier) {
    return carrier.sort() == Carrier.Sort.CLASS || whole(carrier);
  }

  /// @throws MooringException where what is told is not there, or serves the host in plain
  void demandFit() throws InterruptedException {
    if (!ingress.isNone()) {
      choose();
    }
  }

  private Carrier choose() throws InterruptedException {
    List<Candidate> all;
    try {
      all = all();
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT
          && ingress.carrier().filter(this::usable).isPresent()) {
        return ingress.carrier().get();
      }
      throw e;
    }
    return ingress.carrier().isPresent() ? asked(ingress.carrier().get(), all) : only(all);
  }

  /// Who names a certificate wants an ingress, who names none a gateway that has one.
  private List<Candidate> all() throws InterruptedException {
    List<Candidate> all = new ArrayList<>();
    Optional<Carrier.Sort> sort = ingress.carrier().map(Carrier::sort);
    if (sort.isEmpty() ? !ingress.hasCertificate() : sort.get() == Carrier.Sort.ISTIO) {
      all.addAll(new IstioCarriers(cluster, options).find());
    }
    if (sort.isEmpty() ? !ingress.hasCertificate() : sort.get() == Carrier.Sort.GATEWAY) {
      all.addAll(new GatewayCarriers(cluster, sort.isEmpty() ? asGateway() : options).find());
    }
    if (sort.isEmpty() || sort.get() == Carrier.Sort.CLASS) {
      all.addAll(new ClassCarriers(cluster, options).find());
    }
    return all;
  }

  /// What it would be behind one.
  private StackOptions asGateway() {
    Carrier any = new Carrier(Carrier.Sort.GATEWAY, "any", "any", "");
    return options.withAdditions(options.additions().withIngress(ingress.withThrough(any.text())));
  }

  private Carrier asked(Carrier asked, List<Candidate> all) {
    List<Candidate> those = all.stream().filter(each -> each.is(asked)).toList();
    Optional<Candidate> fit = those.stream().filter(Candidate::fits).findFirst();
    if (fit.isPresent()) {
      return fit.get().carrier();
    }
    throw refused(
        those.isEmpty()
            ? Messages.of("does-not-carry-the-host", asked.text(), ingress.host())
            : words(those),
        all);
  }

  /// Listeners of one gateway are one.
  private Carrier only(List<Candidate> all) {
    List<Carrier> fit = all.stream().filter(Candidate::fits).map(Candidate::carrier).toList();
    long different = fit.stream().map(each -> each.withListener("").text()).distinct().count();
    if (different == 1) {
      return fit.getFirst();
    }
    throw refused(
        different == 0
            ? all.isEmpty()
                ? Messages.of("no-gateway-carries-the-host")
                : Messages.of("nothing-that-was-found-fits", words(all))
            : Messages.of(
                "several-could-carry-the-host",
                fit.stream().map(Carrier::text).collect(Collectors.joining(", "))),
        all);
  }

  private static String words(List<Candidate> some) {
    return some.stream().map(Candidate::words).collect(Collectors.joining(", "));
  }

  private MooringException refused(String why, List<Candidate> all) {
    Optional<Candidate> fit = all.stream().filter(Candidate::fits).findFirst();
    return new Problem(
            Code.INGRESS_NOT_POSSIBLE,
            Messages.of("cannot-serve-the-host", ingress.host()),
            why,
            fit.<Remedy>map(
                    each ->
                        new Remedy.Setting(
                            Messages.of("choose-what-carries-the-host", each.carrier().text()),
                            "--through",
                            ""))
                .orElseGet(() -> new Remedy.Advice(Messages.of("give-the-host-a-gateway"))))
        .raise();
  }
}
