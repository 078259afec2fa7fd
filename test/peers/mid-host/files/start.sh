#! /bin/sh
bin/mid.sh start
