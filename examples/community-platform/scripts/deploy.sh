#!/usr/bin/env bash
# usage: scripts/deploy.sh ENVIRONMENT IMAGE
set -euo pipefail

environment=${1:?staging or production}
image=${2:?an image, with its tag or digest}

case "$environment" in
  staging | production) ;;
  *)
    echo "unknown environment: $environment" >&2
    exit 2
    ;;
esac

namespace="community-$environment"

kubectl --namespace "$namespace" apply -f k8s/
kubectl --namespace "$namespace" set image deployment/api "api=$image"
kubectl --namespace "$namespace" rollout status deployment/api --timeout=180s
