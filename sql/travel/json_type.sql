SELECT iif(json_valid(:line), json_type(:line), 'not JSON');
