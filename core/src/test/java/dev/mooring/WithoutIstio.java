package dev.mooring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test of what is chosen where there is no Istio, and which says nothing more on a cluster that
/// has it: it is skipped there. The continuous build has a cluster of each kind.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(IstioCondition.class)
public @interface WithoutIstio {}
