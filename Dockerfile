# Two images from one file: `app` (web, worker, beat, migrate: same image, other command) and `front` (static files).
# Neither holds npm, a compiler, the tests or the embedded servers; both run without root.

FROM python:3.11-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/opt/venv/bin:$PATH

FROM base AS packages
COPY requirements-production.lock /tmp/requirements.lock
RUN python -m venv /opt/venv \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.lock

FROM node:22-bookworm-slim AS libraries
WORKDIR /build
COPY static/package.json static/package-lock.json static/.npmrc ./
RUN npm ci --ignore-scripts --omit=dev

FROM base AS build
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
COPY --from=libraries /build/node_modules static/node_modules
# These values satisfy the settings while files are collected; nothing connects or signs, and none reaches the image.
RUN export DJANGO_SETTINGS_MODULE=igot.settings.production VAR_DIR=/build SECRET_KEY=- CERTIFICATE_KEY=- \
        DATABASE_URL=postgres://none/none REDIS_URL=redis://none ALLOWED_HOSTS=localhost \
        SITE_ORIGIN=https://localhost CONTENT_ORIGIN=https://content.localhost \
    && python manage.py messages --compile \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf static/node_modules

FROM base AS app
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin igot \
    && install -d -o igot -g igot -m 0750 /var/lib/igot /var/lib/igot/media
COPY --from=packages /opt/venv /opt/venv
COPY --from=build /app /app
COPY --from=build /build/static /var/lib/igot/static
ENV DJANGO_SETTINGS_MODULE=igot.settings.production \
    VAR_DIR=/var/lib/igot
WORKDIR /app
USER igot
EXPOSE 8000
CMD ["gunicorn", "igot.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--timeout", "60", "--graceful-timeout", "30", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

FROM caddy:2-alpine AS front
COPY docker/Caddyfile /etc/caddy/Caddyfile
COPY --from=build /build/static /srv/static
RUN adduser -S -D -H -u 10002 front && chown -R front /data /config
USER front
