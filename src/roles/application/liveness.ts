/**
 * Answers whether the application itself is alive, without the state of its database. Spring Boot: "Kubernetes Probes"; the
 * container is started with MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED, which adds the path before Spring Boot 4.
 */
export const LIVENESS_PATH = '/actuator/health/liveness';
